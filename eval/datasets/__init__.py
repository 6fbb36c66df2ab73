"""Test sets: the packaged ones, and files in SQuAD's format."""
