"""Benchmarks and ablations, each a command of its own."""
