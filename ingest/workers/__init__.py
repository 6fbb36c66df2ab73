"""Ingestion in several processes: some read files and others embed; the caller's alone stores."""
