"""The interfaces for programs: Gradio's HTTP functions, OpenAI's chat interface and MCP."""
