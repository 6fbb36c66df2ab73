"""State of the chat page: exchanges, conversations, filters, judgements and links."""
