"""The SQLite database of a store: schema, rows and consistency checks."""
