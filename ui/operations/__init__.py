"""Operation of the chat server: its health."""
