"""Growth of a store: search, recall, memory, disk and ingest rate by its size and place."""
