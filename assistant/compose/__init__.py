"""Composition of an answer: its text, its translations and the messages beside it."""
