"""Operation of the chat server: health, metrics, log, traces, shutdown."""
