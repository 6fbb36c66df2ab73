"""Verification of readings against their evidence, and of articles against each other."""
