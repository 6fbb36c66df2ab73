"""`Embedder`: turns texts into vectors with a sentence-transformers model, loaded on first use."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from vectorstore.embedding.load import PACKAGED, load_model
from vectorstore.threads import one_torch_thread

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 32
_CHUNK = 256
"""Texts whose tokens are held in memory at once."""


@dataclass(frozen=True)
class EmbedderIdentity:
    """What makes two embedders' vectors comparable: the model, its prompts and its dimensions."""

    model: str
    query_prompt: str
    passage_prompt: str
    dimensions: int

    def __str__(self) -> str:
        return (
            f"{self.model} (prompts {self.query_prompt!r} and {self.passage_prompt!r},"
            f" {self.dimensions} dimensions)"
        )


@dataclass(frozen=True, slots=True)
class EmbeddedText:
    """A text's vector (dimensions,) and those of its tokens in context (n, dimensions).

    For a model that has none of tokens, that of the text stands for them.
    """

    vector: NDArray[np.float32]
    tokens: NDArray[np.float32]


class Embedder(Embeddings):
    """A sentence-transformers model, as LangChain's `Embeddings` and with arrays.

    `model` is `e5-small`, unpacked into `cache` on first use, or any sentence-transformers id or
    folder. A prompt that is None is the model's own. Threads may share one embedder.
    """

    def __init__(
        self,
        model: str,
        cache: Path,
        query_prompt: str | None = None,
        passage_prompt: str | None = None,
    ) -> None:
        self._name = model
        self._cache = cache
        self._given_prompts = (query_prompt, passage_prompt)
        self._lock = threading.Lock()
        self._model: SentenceTransformer | None = None
        self._frames: dict[str, tuple[int, int]] = {}

    @property
    def identity(self) -> EmbedderIdentity:
        """Model, prompts and dimensions; loads the model."""
        model = self._loaded()
        query, passage = self._prompts(model)
        dimensions = model.get_embedding_dimension() or 0
        return EmbedderIdentity(self._stable_name(), query, passage, dimensions)

    @property
    def is_as_packaged(self) -> bool:
        """Whether it is the packaged model, with its own prompts."""
        return self._name == PACKAGED and self._given_prompts == (None, None)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages, as lists of floats."""
        vectors: list[list[float]] = self.encode_passages(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Vector of a query, as a list of floats."""
        vector: list[float] = self.encode_query(text).tolist()
        return vector

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of `texts` as passages: (len(texts), dimensions), each of length one."""
        return self._encode(texts, query=False)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Vector of `text` as a query: (dimensions,), of length one."""
        vector: NDArray[np.float32] = self._encode([text], query=True)[0]
        return vector

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of `texts` as queries: (len(texts), dimensions), each of length one."""
        return self._encode(texts, query=True)

    def embed_passages(self, texts: Sequence[str]) -> Iterator[EmbeddedText]:
        """`texts` as passages, each with its tokens, in order."""
        return self._embed(texts, query=False)

    def embed_question(self, text: str) -> EmbeddedText:
        """`text` as a query, with its tokens."""
        self._loaded()  # in as many threads as there are
        with one_torch_thread():
            return next(self._embed([text], query=True))

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Where the tokens that `embed_passages` gives of a text stand in it; none if unknown."""
        tokenizer: Any = self._loaded().tokenizer
        if not getattr(tokenizer, "is_fast", False):
            return []
        # Called itself, it would be set anew, and fail where another thread has it embed.
        spans: list[tuple[int, int]] = tokenizer.backend_tokenizer.encode(
            text, add_special_tokens=False
        ).offsets
        return spans

    def _embed(self, texts: Sequence[str], query: bool) -> Iterator[EmbeddedText]:
        model = self._loaded()
        prompt = self._prompts(model)[0 if query else 1]
        if not callable(model.tokenizer):  # a model without vectors of tokens in context
            for vector in self._encode(texts, query):
                yield EmbeddedText(vector, vector[None])
            return
        if prompt not in self._frames:
            self._frames[prompt] = _frame(model, prompt)
        before, after = self._frames[prompt]
        for at in range(0, len(texts), _CHUNK):
            found: Any = model.encode(
                list(texts[at : at + _CHUNK]),
                prompt=prompt or None,
                batch_size=_BATCH,
                normalize_embeddings=True,
                output_value=None,
                show_progress_bar=False,
            )
            for features in found:
                length = int(features["attention_mask"].sum())
                # A text without tokens of its own keeps its frame, so that there is something.
                own = slice(before, length - after) if length > before + after else slice(length)
                yield EmbeddedText(
                    features["sentence_embedding"].float().cpu().numpy(),
                    features["token_embeddings"][own].float().cpu().numpy(),
                )

    def _encode(self, texts: Sequence[str], query: bool) -> NDArray[np.float32]:
        model = self._loaded()
        prompt = self._prompts(model)[0 if query else 1]
        if not texts:
            return np.zeros((0, model.get_embedding_dimension() or 0), np.float32)
        # sentence-transformers sorts by length, so that a batch wastes little on padding.
        vectors = model.encode(
            list(texts),
            prompt=prompt or None,
            batch_size=_BATCH,
            normalize_embeddings=True,
            convert_to_tensor=True,
            show_progress_bar=False,
        )
        return vectors.float().cpu().numpy()

    def _prompts(self, model: "SentenceTransformer") -> tuple[str, str]:
        own = model.prompts or {}
        query, passage = self._given_prompts
        if query is None:
            query = own.get("query") or ""
        if passage is None:
            passage = own.get("document") or own.get("passage") or ""
        return query, passage

    def _loaded(self) -> "SentenceTransformer":
        with self._lock:
            if self._model is None:
                self._model = load_model(self._name, self._cache)
            return self._model

    def _stable_name(self) -> str:
        """The model's name, the same from whatever folder it is given."""
        folder = Path(self._name).expanduser()
        is_folder = self._name != PACKAGED and folder.is_dir()
        return str(folder.resolve()) if is_folder else self._name


def _frame(model: "SentenceTransformer", prompt: str) -> tuple[int, int]:
    """How many tokens the model puts before (prompt and special ones) and after a text."""
    whole = model.tokenizer("a", add_special_tokens=True)["input_ids"]
    bare = model.tokenizer("a", add_special_tokens=False)["input_ids"]
    after = len(whole) - len(bare) - (whole.index(bare[0]) if bare else 0)
    framed = model.tokenizer(prompt.strip(), add_special_tokens=True)["input_ids"]
    return len(framed) - after, after
