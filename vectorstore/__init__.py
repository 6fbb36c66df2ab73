"""The store: articles, their passages and their vectors, in Chroma on disk."""
