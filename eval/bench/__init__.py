"""Benchmarks and ablations, each a command."""
