"""Texts of the chat page by language."""
