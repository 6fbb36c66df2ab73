"""Opens the parts of a store, by where it is."""

from pathlib import Path

from vectorstore.address import Place, ServerAddress
from vectorstore.ann.segments import Segments
from vectorstore.folder import open_folder
from vectorstore.server import open_server
from vectorstore.tables.connection import Tables
from vectorstore.tables.postgres_address import PostgresAddress


def open_place(place: Place) -> tuple[Tables, Segments]:
    """The tables and the segments of the store in a place, which are made if need be.

    Raises:
        StoreDamaged: if its files are damaged, or it is of another version of Citera.
        CiteraError: if its folder cannot be read or written, or its database cannot be reached.
    """
    return open_server(place) if isinstance(place, ServerAddress) else open_folder(place)


def folder_of(place: Place) -> Path:
    """The folder of a store, or what a store on servers keeps on this machine."""
    return place.folder if isinstance(place, ServerAddress) else place


def name_of(place: Place) -> str:
    """A place in words for users, without secrets."""
    if not isinstance(place, ServerAddress):
        return str(place)
    if place.database is None:
        return place.chroma
    return f"{place.chroma} with the database {PostgresAddress.parse(place.database)}"
