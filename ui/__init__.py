"""The faces of Citera: the command line and the chat page; no retrieval or prompts here."""
