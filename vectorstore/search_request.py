"""`SearchRequest`: what is searched for, with its embedding."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from vectorstore.embedding.model import EmbeddedText
from vectorstore.filters import Filters
from vectorstore.scoring.scale import Scale


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A query with its embedding, and how many passages `k` of which articles are wanted.

    The embedding may still be running; lexical search starts without it. `language` is the ISO
    639-1 code of the query, or None to add no language bonus. `scale` maps the model's similarities
    to those of the packaged model; `token_spans` gives the offsets of a text's tokens.
    """

    text: str
    embedding: Future[EmbeddedText]
    k: int
    filters: Filters
    language: str | None
    scale: Scale
    token_spans: Callable[[str], Sequence[tuple[int, int]]]

    @property
    def embedded(self) -> EmbeddedText:
        """The embedded query; waits until the embedding is done."""
        return self.embedding.result()
