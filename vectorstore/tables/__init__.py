"""The tables of a store, in SQLite or PostgreSQL: schema, rows and consistency checks."""
