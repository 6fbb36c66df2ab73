"""Chooses where the chat keeps its records: in the database of the store, or on this machine."""

from typing import TYPE_CHECKING

from ui.persistence.local import local_records
from ui.persistence.records import Records
from vectorstore.address import ServerAddress

if TYPE_CHECKING:
    from assistant import Settings


def database_of(settings: "Settings") -> str | None:
    """The address of the database with the articles; None if they are on this machine.

    Raises:
        CiteraError: if the settings name a database that would not be used.
    """
    place = settings.place
    return place.database if isinstance(place, ServerAddress) else None


def open_records(settings: "Settings") -> Records:
    """The records of the chat, in the database of the store if it has one.

    Raises:
        StoreDamaged: if they were made by another version of Citera.
        CiteraError: if the database cannot be reached, or would not be used.
    """
    database = database_of(settings)
    if database is None:
        return local_records(settings.links, settings.feedback)
    from ui.persistence.postgres import postgres_records
    from vectorstore.tables.postgres_address import PostgresAddress

    return postgres_records(PostgresAddress.parse(database))
