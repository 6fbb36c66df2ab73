"""What is used of chromadb, imported without a parser that nothing here needs.

chromadb imports jsonschema, which imports `rfc3987_syntax` where some other package has brought it:
it compiles a grammar of internationalised addresses, for two seconds.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _not_installed(name: str) -> Iterator[None]:
    """Within the block, a module that is not imported yet counts as not installed."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]


with _not_installed("rfc3987_syntax"):
    from chromadb import HttpClient, PersistentClient
    from chromadb.config import Settings
    from chromadb.errors import ChromaError, InternalError, NotFoundError

__all__ = [
    "ChromaError",
    "HttpClient",
    "InternalError",
    "NotFoundError",
    "PersistentClient",
    "Settings",
]
