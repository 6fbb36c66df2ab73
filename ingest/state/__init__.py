"""State of earlier ingests, by which unchanged files are skipped."""
