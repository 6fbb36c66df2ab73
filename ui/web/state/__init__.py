"""What the chat page remembers: exchanges, conversations, filters, judgements and links."""
