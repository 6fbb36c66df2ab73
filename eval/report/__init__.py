"""What came of a run: tables, comparisons and the HTML page."""
