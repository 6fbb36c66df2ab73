"""`Uploads`: the files that readers uploaded, those of each reader in a folder of their own."""

import filecmp
import hashlib
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote, unquote

from filelock import FileLock

from ingest.sources import source_of

_LOGIN, _ADDRESS = "by-", "from-"
_FOLDER = re.compile(rf"{_LOGIN}[^#]+|{_ADDRESS}[0-9a-f]{{12}}")
_LONGEST = 100
"""Characters of a folder's name; a longer login stands there as a hash."""
_LOCKS, _MOST_LOCKS = ".locks", 64
"""Folder and number of the files by which processes lock uploaded files."""


@dataclass(slots=True)
class Replaced:
    """A file being replaced; `holds` says whether the new one contains articles."""

    path: Path
    holds: bool = False


class Uploads:
    """A folder of uploaded files, which threads and processes may share.

    A file of a reader replaces that reader's former file of the same name, and nobody else's.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def replacing(self, reader: str, name: str, file: Path) -> Iterator[Replaced]:
        """Put a copy of `file` where the `reader` has the file `name`, for the time of a `with`.

        The former one is restored unless the new one `holds` articles. What another reader gave
        under this name already, byte for byte, is taken instead.
        """
        path = self._place(reader, name, file)
        before = path.parent / ".before" / path.name
        before.parent.mkdir(parents=True, exist_ok=True)
        with self.locked(source_of(path)):
            if path.exists() and not before.exists():  # it does where a process was killed
                path.replace(before)
            replaced = Replaced(path)
            try:
                shutil.copyfile(file, path)
                yield replaced
            finally:
                if replaced.holds:
                    before.unlink(missing_ok=True)
                elif before.exists():
                    before.replace(path)
                else:
                    path.unlink(missing_ok=True)

    @contextmanager
    def locked(self, source: str) -> Iterator[None]:
        """Keep others from replacing or removing the file of an article with this source.

        Other chats of this machine may have the same folder. An article of no uploaded file needs
        no lock.
        """
        file = self._file_part(source)
        if not file:
            yield
            return
        # A file of its own for each would be left for ever.
        lock = self.folder / _LOCKS / f"{int(_hash(file), 16) % _MOST_LOCKS}.lock"
        lock.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(lock):
            yield

    def files(self) -> Iterator[Path]:
        """All uploaded files."""
        for folder in self._folders():
            yield from (path for path in folder.iterdir() if path.is_file())

    def giver(self, source: str) -> tuple[str, str]:
        """Who uploaded the file of an article: the folder's name, and the login, if known.

        Both are empty for a file that is not in a folder of a reader. The folder may be on another
        machine, whose uploads are in a folder of the same path.
        """
        parts = self._parts(source)
        folder = parts[0] if len(parts) > 1 and self._is_of_reader(parts[0]) else ""
        login = unquote(folder.removeprefix(_LOGIN)) if folder.startswith(_LOGIN) else ""
        return folder, login

    def _place(self, reader: str, name: str, file: Path) -> Path:
        own = self.folder / reader / name
        if own.exists():
            return own
        others = (folder / name for folder in self._folders())
        same = (o for o in others if o.is_file() and filecmp.cmp(o, file, shallow=False))
        return next(same, own)

    def _folders(self) -> list[Path]:
        """The folder itself, and those of the readers."""
        if not self.folder.is_dir():
            return []
        readers = (path for path in self.folder.iterdir() if path.is_dir())
        return [self.folder, *sorted(path for path in readers if not path.name.startswith("."))]

    def _is_of_reader(self, name: str) -> bool:
        """Whether a name is that of a reader's folder, here or on another machine."""
        path = self.folder / name
        return path.is_dir() or (not path.exists() and bool(_FOLDER.fullmatch(name)))

    def _parts(self, source: str) -> list[str]:
        """The parts of a path below the folder; none if it is elsewhere."""
        folder = source_of(self.folder).rstrip("/") + "/"
        return source.removeprefix(folder).split("/") if source.startswith(folder) else []

    def _file_part(self, source: str) -> str:
        """The file's path in the source of an article, cut where the name of a part may begin."""
        parts = self._parts(source)
        return "/".join(parts[: 2 if self.giver(source)[0] else 1]).partition("#")[0]


def reader_folder(login: str | None, address: str) -> str:
    """The name of the folder of a reader: by login, else by address; empty for this machine's own.

    A login may hold any characters; an address stands there as a hash.
    """
    if login:
        name = _LOGIN + quote(login, safe=" ")
        return name if len(name) <= _LONGEST else _LOGIN + _hash(login)
    return "" if _is_own(address) else _ADDRESS + _hash(address)


def _is_own(address: str) -> bool:
    try:
        return ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return not address


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:12]
