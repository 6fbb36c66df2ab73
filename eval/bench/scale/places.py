"""The places of stores: a folder, or servers on this machine whose data lie in a folder."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from eval.bench.scale.figures import PlaceName
from eval.bench.scale.servers import make_cluster, running_chroma, running_postgres
from eval.load.process import folder_bytes
from vectorstore import ServerAddress
from vectorstore.address import Place
from vectorstore.places import open_place
from vectorstore.tables import segment_rows
from vectorstore.tables.postgres_address import PostgresAddress


@dataclass(frozen=True, slots=True)
class RunningPlace:
    """A place, with the processes of its servers and the folders of its data."""

    place: Place
    servers: tuple[int, ...]
    data: tuple[Path, ...]


@contextmanager
def running_place(name: PlaceName, folder: Path) -> Iterator[RunningPlace]:
    """The place of a store all of whose data lie in `folder`, which is made if need be.

    Raises:
        CiteraError: if a server does not start.
    """
    store, chroma, postgres = (folder / each for each in ("store", "chroma", "postgres"))
    folder.mkdir(parents=True, exist_ok=True)
    if name == "folder":
        yield RunningPlace(store, (), (store,))
        return
    if not postgres.exists():
        postgres.mkdir()
        make_cluster(postgres, secrets.token_hex(16))
    with running_chroma(chroma) as index, running_postgres(postgres) as tables:
        address = ServerAddress(index.url, store, tables.url)
        yield RunningPlace(address, (index.pid, tables.pid), (store, chroma))


def disk_bytes(running: RunningPlace) -> int:
    """Size of all files of a store, and of its database on a server."""
    return sum(map(folder_bytes, running.data)) + _database_bytes(running.place)


def segment_count(place: Place) -> int:
    """Number of the segments of a store's index."""
    tables, _ = open_place(place)
    try:
        with tables.reading() as db:
            return len(segment_rows.fetch(db))
    finally:
        tables.close()


def _database_bytes(place: Place) -> int:
    if not isinstance(place, ServerAddress) or place.database is None:
        return 0
    connection = PostgresAddress.parse(place.database).connect("public")
    try:
        cursor = connection.cursor()
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])
    finally:
        connection.close()
