"""The chat page: its layout, what its parts do, and serving it."""
