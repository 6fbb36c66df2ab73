"""Approximate nearest-neighbour index: Chroma segments, and recent vectors in memory."""
