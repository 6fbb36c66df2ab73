"""A trained reader that finds the span of a passage that answers a question."""
