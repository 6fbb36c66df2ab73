"""Properties of a store: names with a text each, such as the model that made its vectors."""

from vectorstore.tables.connection import Connection


def read_property(db: Connection, name: str) -> str | None:
    """A property of the store, or None if it is not set."""
    row = db.execute("SELECT value FROM properties WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


def write_property(db: Connection, name: str, value: str | None) -> None:
    """Set a property of the store; None removes it."""
    db.execute("DELETE FROM properties WHERE name = ?", (name,))
    if value is not None:
        db.execute("INSERT INTO properties VALUES (?, ?)", (name, value))
