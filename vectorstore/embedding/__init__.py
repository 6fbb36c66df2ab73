"""Embedding models: loading them, and encoding passages and queries."""
