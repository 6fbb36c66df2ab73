"""The SQLite database of a store: its tables, rows and checks."""
