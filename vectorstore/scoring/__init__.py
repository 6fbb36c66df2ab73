"""Relevance scores of passages and sentences, and probabilities of an answer."""
