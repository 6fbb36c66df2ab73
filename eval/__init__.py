"""Measurements of Citera, driven from outside."""
