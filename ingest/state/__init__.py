"""What was read before, so that unchanged files are left alone."""
