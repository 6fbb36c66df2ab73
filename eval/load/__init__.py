"""Load and soak tests of the chat server, over HTTP."""
