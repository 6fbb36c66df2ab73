"""Embeddings that are kept in files, so that stores in several codings are made in seconds."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore import Embedder
from vectorstore.embedding.embedder import EmbedderIdentity
from vectorstore.embedding.model import EmbeddedText

_DIMENSIONS = 384


@dataclass
class Recording:
    """Embedded texts by their text, as passages and as questions."""

    passages: dict[str, EmbeddedText] = field(default_factory=dict)
    questions: dict[str, EmbeddedText] = field(default_factory=dict)


class RecordedEmbedder(Embedder):
    """Gives what was recorded of the packaged model, under a name of its own; embeds nothing.

    `packaged` is that model, which tells tokens apart.
    """

    def __init__(self, name: str, recording: Recording, packaged: Embedder) -> None:
        super().__init__(name, Path())
        self._recording = recording
        self._packaged = packaged

    @property
    def identity(self) -> EmbedderIdentity:
        """The packaged model under this name."""
        return EmbedderIdentity(self._name, "query: ", "passage: ", _DIMENSIONS)

    @property
    def is_as_packaged(self) -> bool:
        """True: its similarities are those of the packaged model."""
        return True

    def embed_passages(self, texts: Sequence[str]) -> Iterator[EmbeddedText]:
        """Recorded embeddings of `texts` as passages."""
        return (self._recording.passages[text] for text in texts)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Recorded vectors of `texts` as passages: (len(texts), dimensions)."""
        return np.array([self._recording.passages[text].vector for text in texts], np.float32)

    def embed_question(self, text: str) -> EmbeddedText:
        """Recorded embedding of `text` as a query."""
        return self._recording.questions[text]

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Offsets `(start, end)` of the tokens of `text`."""
        return self._packaged.token_spans(text)


def record(
    recording: Recording,
    embedder: Embedder,
    name: str,
    texts: tuple[Sequence[str], Sequence[str]],
    cache: Path | None,
) -> None:
    """Add passages and questions to a recording; what `cache` has under this name is read."""
    for kind, wanted in zip(("passages", "questions"), texts, strict=True):
        held: dict[str, EmbeddedText] = getattr(recording, kind)
        path = cache / f"{name}.{kind}.npz" if cache else None
        if path and path.exists():
            held.update(_read(path))
        missing = [text for text in dict.fromkeys(wanted) if text not in held]
        if kind == "passages":
            held.update(zip(missing, embedder.embed_passages(missing), strict=True))
        else:
            held.update((text, embedder.embed_question(text)) for text in missing)
        if path and missing:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write({text: held[text] for text in wanted}, path)


def _write(embedded: dict[str, EmbeddedText], path: Path) -> None:
    names = np.frombuffer(json.dumps(list(embedded)).encode(), np.uint8)
    np.savez(
        path,
        texts=names,
        vectors=np.stack([each.vector for each in embedded.values()]),
        counts=np.array([len(each.tokens) for each in embedded.values()]),
        tokens=np.concatenate([each.tokens for each in embedded.values()]).astype(np.float16),
    )


def _read(path: Path) -> Iterator[tuple[str, EmbeddedText]]:
    with np.load(path, allow_pickle=False) as arrays:
        texts = json.loads(arrays["texts"].tobytes())
        vectors, counts, tokens = arrays["vectors"], arrays["counts"], arrays["tokens"]
    at = 0
    for text, vector, count in zip(texts, vectors, counts.tolist(), strict=True):
        yield text, EmbeddedText(vector, tokens[at : at + count].astype(np.float32))
        at += count
