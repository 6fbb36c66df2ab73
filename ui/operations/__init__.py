"""Operation of the chat server: health, metrics, and the observation of answers."""
