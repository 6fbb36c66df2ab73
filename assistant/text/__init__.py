"""Multilingual text processing: names, places, numbers, and the folding of words."""
