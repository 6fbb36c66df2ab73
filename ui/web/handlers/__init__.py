"""Event handlers of the chat page."""
