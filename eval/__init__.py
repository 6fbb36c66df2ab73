"""Evaluation of Citera: test sets, runs, metrics, reports and benchmarks."""
