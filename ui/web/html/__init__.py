"""What the chat page shows, as HTML."""
