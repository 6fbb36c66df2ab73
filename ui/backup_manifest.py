"""`Manifest`: what a backup holds, with the checksum of each file."""

import hashlib
import json
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from vectorstore.errors import CiteraError

_NAME = "manifest.json"
_FORMAT = 1
_BLOCK = 2**20  # bytes


class BackupDamaged(CiteraError):
    """A backup that is not as it was written, or is none."""


def _inside(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name.partition("/")[0]:
        raise ValueError(f"{name!r} is not the name of a file in a backup")
    return name


class Member(BaseModel):
    """A file of a backup: its size in bytes and its SHA-256 in hex."""

    size: Annotated[int, Field(ge=0)]
    sha256: str


class Manifest(BaseModel):
    """What a backup holds: numbers of articles and passages, and its files by relative path."""

    format: int = _FORMAT
    citera: str
    made: datetime
    articles: int
    passages: int
    members: dict[Annotated[str, AfterValidator(_inside)], Member]

    @property
    def size(self) -> int:
        """Size of all files, in bytes."""
        return sum(member.size for member in self.members.values())

    def write(self, folder: Path) -> None:
        """Write the manifest into a backup's folder."""
        (folder / _NAME).write_text(self.model_dump_json(indent=1), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """The manifest of the backup in `folder`.

        Raises:
            BackupDamaged: if the folder is no backup, or its manifest is damaged.
            CiteraError: if it was made by a newer version of Citera.
        """
        try:
            text = (folder / _NAME).read_text(encoding="utf-8")
            if (version := json.loads(text)["format"]) != _FORMAT:
                raise CiteraError(
                    f"The backup {folder} was made by another version of Citera (format {version};"
                    f" this version reads {_FORMAT}). Upgrade Citera."
                )
            return cls.model_validate_json(text)
        except FileNotFoundError as error:
            raise BackupDamaged(f"{folder} is no backup of Citera: it has no {_NAME}.") from error
        except (ValidationError, ValueError, KeyError, TypeError) as error:
            raise BackupDamaged(
                f"The manifest of the backup {folder} is damaged. Use another backup."
            ) from error


def members_of(folder: Path) -> dict[str, Member]:
    """All files below `folder`, by relative path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): _member(path) for path in files}


def copy_member(source: Path, target: Path) -> Member:
    """Copy a file; returns the size and the checksum of what was copied."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as read, target.open("wb") as write:
        while block := read.read(_BLOCK):
            digest.update(block)
            size += write.write(block)
    return Member(size=size, sha256=digest.hexdigest())


def _member(path: Path) -> Member:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    return Member(size=path.stat().st_size, sha256=digest.hexdigest())
