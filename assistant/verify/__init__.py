"""Checks of what was read against its evidence, and of articles against each other."""
