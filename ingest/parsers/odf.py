"""Opens OpenDocument files (ODF 1.3): what text documents, sheets and slides have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO
from zipfile import ZipFile

from ingest.errors import UnreadableSource
from ingest.parsers.packages import open_package, parse_part

_MANIFEST = "META-INF/manifest.xml"
CONTENT = "content.xml"
STYLES = "styles.xml"


@contextmanager
def open_odf(stream: BinaryIO, name: str) -> Iterator[ZipFile]:
    """The package of an OpenDocument file, called `name` in errors.

    Raises:
        UnreadableSource: if it is damaged or locked by a password.
    """
    with open_package(stream, name) as package:
        if _MANIFEST in package.namelist():
            manifest = parse_part(package, _MANIFEST)
            if next(manifest.iter("{*}encryption-data"), None) is not None:
                raise UnreadableSource("it is locked by a password; save it without one")
        yield package
