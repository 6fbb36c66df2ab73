"""HTML rendering of the chat page."""
