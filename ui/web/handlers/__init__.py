"""What the chat page does when something is asked, uploaded or clicked."""
