"""The texts of the chat page, by language."""
