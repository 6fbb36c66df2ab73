"""`Place`: where a store is, in a folder or at a `ServerAddress`."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where a store is that is not in a folder alone."""

    chroma: str
    """Address of the Chroma server for the index, `http://host:port` or `https://host:port`."""
    folder: Path
    """Folder for what this machine alone keeps, and for the tables where there is no `database`."""
    database: str | None = field(default=None, repr=False)
    """Address of the PostgreSQL database with the tables; see `PostgresAddress`."""
    token: str | None = field(default=None, repr=False)
    """Bearer token that a proxy before the Chroma server asks for."""
    certificates: Path | None = None
    """File with the certificates that HTTPS may rely on; None: those of public authorities."""


Place = Path | ServerAddress
"""A folder, or the address of a store on servers."""
