"""Approximate nearest-neighbour index: Chroma segments on disk, and recent vectors in memory."""
