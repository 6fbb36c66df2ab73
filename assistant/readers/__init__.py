"""Readers: one file or folder each, which turn evidence into sentences of an answer."""
