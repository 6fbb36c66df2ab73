"""Evaluation runs: answering, grading, diagnosis and the quality gate."""
