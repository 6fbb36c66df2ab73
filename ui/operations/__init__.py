"""Operation of the chat server: health, metrics, log, and the observation of answers."""
