"""Operation of the chat server: health, metrics, log, shutdown, observation of answers."""
