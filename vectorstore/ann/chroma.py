"""What is used of chromadb, imported without what takes most of the time and is not needed here.

- chromadb imports jsonschema, which imports the packages of formats that it could check, where
  others have brought them. One compiles a grammar of internationalised addresses, for two seconds.
- chromadb's exporter of traces brings gRPC and Protocol Buffers, and httpx a command line of its
  own, with rich and pygments: nearly half of the time that is left.
- chromadb marks its methods with decorators of `overrides`, which compare the signature of each
  with that of the method that it overrides: a third of the time.
"""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

_FORMATS = (
    "fqdn",
    "isoduration",
    "rfc3339_validator",
    "rfc3986_validator",
    "rfc3987_syntax",
    "uri_template",
    "webcolors",
)
"""Packages that jsonschema does without where they are not installed, and that no other needs: some
thread may import one meanwhile."""
_COMMAND = "httpx._main"
"""What httpx does without as well, and no other needs."""
_GRPC = "opentelemetry.exporter.otlp.proto.grpc"
_EXPORTER = f"{_GRPC}.trace_exporter"


class _Unchecked(ModuleType):
    """Stands for `overrides`, and compares nothing."""

    class EnforceOverrides:
        """A class whose methods need no decorator."""

    @staticmethod
    def override(method: Any = None, **_options: bool) -> Any:
        """The method as it is; with options, what gives it."""
        return method or (lambda each: each)

    overrides = final = override


class _OnUse(ModuleType):
    """Stands for the module of the exporter of traces, which is imported where traces are sent."""

    @staticmethod
    def OTLPSpanExporter(**options: Any) -> Any:
        """The real exporter."""
        return importlib.import_module(_EXPORTER).OTLPSpanExporter(**options)


@contextmanager
def _imported_as(modules: dict[str, ModuleType | None]) -> Iterator[None]:
    """Within the block, modules that are not imported yet are these; None is not installed."""
    new = {name: module for name, module in modules.items() if name not in sys.modules}
    sys.modules.update(new)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in new:
            del sys.modules[name]


_STAND_INS: dict[str, ModuleType | None] = {
    **dict.fromkeys((*_FORMATS, _COMMAND)),
    _GRPC: ModuleType(_GRPC),
    _EXPORTER: _OnUse(_EXPORTER),
    "overrides": _Unchecked("overrides"),
}

with _imported_as(_STAND_INS):
    import chromadb.api.rust  # noqa: F401 - chromadb imports it for its first client
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
