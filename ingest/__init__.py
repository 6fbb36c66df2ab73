"""Ingestion: from files to articles, passages and vectors in the store."""
