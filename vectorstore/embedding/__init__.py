"""Embedding models: loading them, and the vectors of passages and questions."""
