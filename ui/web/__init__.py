"""Chat page: layout, event handlers, state and server."""
