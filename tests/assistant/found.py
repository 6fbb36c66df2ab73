"""A store in which every search finds the same, for tests that need exact passages."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from vectorstore import ScoredPassage


@dataclass
class FoundStore:
    """Finds `hits` for whatever is searched, and keeps what that was."""

    hits: list[ScoredPassage]
    embedder: Any = None
    searched: list[str] = field(default_factory=list)

    def search(self, query: str, *_: Any, **__: Any) -> list[ScoredPassage]:
        self.searched.append(query)
        return self.hits

    def count(self) -> Any:
        return SimpleNamespace(passages=9)
