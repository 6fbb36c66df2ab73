"""The PDF file or image from which an article was read, if it is still the same."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from ingest.errors import UnreadableSource
from ingest.extraction import open_file
from ingest.pages.errors import PageUnavailable
from ingest.parsers.kinds import kind_of
from ingest.state.holdings import PART_MARKS
from ingest.state.ledger import LEDGER, Ledger
from ingest.web import is_address

if TYPE_CHECKING:
    from vectorstore.article import Article


_IMAGES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
_PICTURED = (".pdf", *_IMAGES)


@dataclass(frozen=True, slots=True)
class Original:
    """A PDF file or an image with the SHA-256 of its bytes."""

    path: Path
    digest: str
    is_image: bool = False


def may_have_original(article: "Article") -> bool:
    """Whether an article has pages and its source is named as a PDF file or an image is."""
    is_pictured = PurePath(article.source).suffix.lower() in _PICTURED
    return bool(article.page_starts) and is_pictured and not is_address(article.source)


def original_of(folder: Path, article: "Article") -> Original | None:
    """The PDF file or image of an article of the store in `folder`; None if it has none of its own.

    Members of archives and attachments have no file of their own, nor have web pages.

    Raises:
        PageUnavailable: if the file is missing, has changed since it was last read, or was not read
            on this machine.
    """
    path = Path(article.source)
    if not may_have_original(article) or not path.is_absolute():
        return None
    ledger = Ledger(folder / LEDGER) if (folder / LEDGER).exists() else None
    held = {article.id: article.content_hash}
    known = ledger.digest(article.collection, article.source, held) if ledger else None
    if known is None:
        if ledger and _is_within_known(ledger, article):
            return None
        raise PageUnavailable("elsewhere")
    if _digest_now(path) != known:
        raise PageUnavailable("changed")
    kind = _kind(path)
    return Original(path, known, kind in _IMAGES) if kind in _PICTURED else None


def _is_within_known(ledger: Ledger, article: "Article") -> bool:
    """Whether an article is of a part of a file that was read, as of a member of an archive."""
    source = article.source
    marks = [place for place, character in enumerate(source) if character in PART_MARKS]
    return any(ledger.knows(article.collection, source[:place]) for place in marks)


def _digest_now(path: Path) -> str:
    try:
        status = path.stat()
        with open_file(path):  # refuses pipes and devices, which may never end
            return _digest(path, status.st_size, status.st_mtime_ns)
    except UnreadableSource:
        raise PageUnavailable("changed") from None
    except OSError:
        raise PageUnavailable("missing") from None


@lru_cache(maxsize=256)
def _digest(path: Path, size: int, modified: int) -> str:
    """The SHA-256 of a file; size and time of modification tell whether it is known already."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _kind(path: Path) -> str:
    with path.open("rb") as stream:
        return kind_of(stream, path.name)
