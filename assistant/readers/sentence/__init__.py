"""Reads sentence after sentence with a small chat model, and checks what it read."""
