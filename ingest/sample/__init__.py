"""The sample article, as package data."""
