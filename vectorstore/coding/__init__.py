"""Codings: how the vectors of passages, sentences and tokens are quantised to bytes, and read."""
