"""Readers: each turns evidence into sentences of an answer; one file or folder each."""
