"""`ChromaFolder`: a folder of Chroma's that several processes may read and write."""

import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from vectorstore.errors import StoreDamaged

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

_LOCK_SECONDS = 120
_open_folders: dict[Path, "ChromaFolder"] = {}
_open_folders_lock = threading.Lock()


class ChromaFolder:
    """This process's view of a Chroma folder; `at` gives the one there is.

    Chroma keeps its index in memory, does not see what another process writes beside it, and
    loses vectors where two such views are written. So every use holds a lock across processes,
    and begins with the folder opened anew if another process has written since the last.
    """

    def __init__(self, path: Path, names: tuple[str, ...]) -> None:
        self._path = path
        self._names = names
        self._threads = threading.RLock()
        self._processes = FileLock(path / "use.lock", timeout=_LOCK_SECONDS, thread_local=False)
        self._client: Client | None = None
        self._collections: dict[str, Collection] = {}
        self._seen: str | None = None

    @classmethod
    def at(cls, path: Path, names: tuple[str, ...]) -> "ChromaFolder":
        """The view of the folder at `path`, which holds the collections `names`."""
        key = path.absolute()
        with _open_folders_lock:
            if key not in _open_folders:
                _open_folders[key] = cls(key, names)
            return _open_folders[key]

    @contextmanager
    def reading(self) -> Iterator[Mapping[str, "Collection"]]:
        """The collections, held still until the end of the block."""
        with self._locked():
            if self._client is None or self._seen != self._last_write():
                self._reopen()
            yield self._collections

    @contextmanager
    def writing(self) -> Iterator["Client"]:
        """The client, for this process alone to write with until the end of the block."""
        with self.reading():
            assert self._client is not None
            # Before the writing, as a writer that is killed in the midst of it has written too.
            self._seen = uuid.uuid4().hex
            (self._path / "last-write").write_text(self._seen)
            with self._write_errors():
                yield self._client

    @contextmanager
    def _write_errors(self) -> Iterator[None]:
        from chromadb.errors import ChromaError

        try:
            yield
        except ChromaError as error:
            self.close()  # its view may hold what could not be written
            raise StoreDamaged(
                f"Writing vectors to {self._path} failed ({error}). What the store held before is"
                " intact; check the disk's space and permissions and try again."
            ) from error

    def make_anew(self) -> None:
        """Remove the collections with all their vectors, and make empty ones."""
        with self.writing() as client:
            for name in self._names:
                client.delete_collection(name)
            self._collections = _collections(client, self._names)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self._path.mkdir(parents=True, exist_ok=True)
        try:
            with self._threads, self._processes:
                yield
        except Timeout as error:
            raise StoreDamaged(
                f"Another process has kept {self._path} busy for {_LOCK_SECONDS} s. Wait for it"
                " to end, or stop it, and try again."
            ) from error

    def close(self) -> None:
        """Let go of files and memory; the next use opens the folder again."""
        with self._threads:
            if self._client is not None:
                self._client.close()
            self._client = None
            self._collections = {}

    def _last_write(self) -> str:
        try:
            return (self._path / "last-write").read_text()
        except FileNotFoundError:
            return ""

    def _reopen(self) -> None:
        import chromadb
        from chromadb.config import Settings

        try:
            self.close()
            self._seen = self._last_write()
            client: Any = chromadb.PersistentClient(
                str(self._path), settings=Settings(anonymized_telemetry=False)
            )
            self._collections = _collections(client, self._names)
            self._client = client
        except Exception as error:  # Chroma's own errors have no common base
            raise StoreDamaged(
                f"The vectors in {self._path} cannot be opened ({error}). Check the disk's space"
                " and permissions; if the files are damaged, move the store away and ingest again."
            ) from error


def _collections(client: "Client", names: tuple[str, ...]) -> dict[str, "Collection"]:
    return {
        name: client.get_or_create_collection(
            name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        for name in names
    }
