"""Reports of runs: tables, comparisons, the HTML page and the export to ragas."""
