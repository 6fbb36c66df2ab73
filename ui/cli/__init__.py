"""Command line: commands, options and printed output."""
