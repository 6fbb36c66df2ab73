"""User interfaces: the command line, the chat page, and HTTP and MCP for programs."""
