"""A store on servers: its index on a Chroma server, its tables in a PostgreSQL database."""

from vectorstore.address import ServerAddress
from vectorstore.ann.chroma_server import ChromaServer
from vectorstore.ann.collections import SegmentCollections
from vectorstore.folder import DATABASE, make_folder
from vectorstore.tables.connection import Tables
from vectorstore.tables.database import Database
from vectorstore.tables.postgres import PostgresDatabase
from vectorstore.tables.postgres_address import PostgresAddress


def open_server(address: ServerAddress) -> tuple[Tables, SegmentCollections]:
    """The tables and the segments of a store; connects to the database, and not yet to Chroma.

    Raises:
        StoreDamaged: if the tables are of another version of Citera.
        CiteraError: if the address is none, the database cannot be reached, or the folder cannot be
            read or written.
    """
    server = ChromaServer(address.chroma, address.token, address.certificates)
    make_folder(address.folder)
    tables = _tables(address)
    return tables, SegmentCollections(server, tables)


def _tables(address: ServerAddress) -> Tables:
    if address.database is None:
        return Database(address.folder / DATABASE)
    return PostgresDatabase(PostgresAddress.parse(address.database))
