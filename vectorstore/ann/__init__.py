"""Approximate nearest neighbours: Chroma segments on disk, and recent vectors beside them."""
