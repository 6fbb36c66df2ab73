"""`Embedder`: embeds texts with a sentence-transformers model, loaded on first use."""

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
"""Number of texts whose token vectors are in memory at once."""


@dataclass(frozen=True)
class EmbedderIdentity:
    """Model, prompts and dimensions: vectors are comparable only if all of them are equal."""

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
    """The vector of a text (dimensions,) and the contextual vectors of its tokens (n, dimensions).

    For a model without token vectors, the text's vector is its only token.
    """

    vector: NDArray[np.float32]
    tokens: NDArray[np.float32]


class Embedder(Embeddings):
    """A sentence-transformers model as LangChain `Embeddings`, with methods for arrays besides.

    `model` is `e5-small`, which is unpacked into `cache` on first use, or the id or folder of any
    sentence-transformers model. A prompt of None means the model's own. Threads may share it.
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
    def arguments(self) -> dict[str, str | None]:
        """What the embedder was made of, as texts: another process can make the same of it."""
        query, passage = self._given_prompts
        return {
            "model": self._name,
            "cache": str(self._cache),
            "query_prompt": query,
            "passage_prompt": passage,
        }

    @classmethod
    def of(cls, arguments: dict[str, str | None]) -> "Embedder":
        """The embedder with the `arguments` of another one."""
        model, cache = arguments["model"] or "", Path(arguments["cache"] or "")
        return cls(model, cache, arguments["query_prompt"], arguments["passage_prompt"])

    @property
    def is_packaged(self) -> bool:
        """Whether it is the packaged model."""
        return self._name == PACKAGED

    @property
    def is_as_packaged(self) -> bool:
        """Whether it is the packaged model with its own prompts."""
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
        """Embed `texts` as passages, with token vectors, in order."""
        return self._embed(texts, query=False)

    def embed_question(self, text: str) -> EmbeddedText:
        """Embed `text` as a query, with token vectors."""
        self._loaded()  # loading may use all threads
        with one_torch_thread():
            return next(self._embed([text], query=True))

    def encoder(self) -> tuple[Any, Any]:
        """The transformers encoder and the `tokenizers.Tokenizer` of the packaged model.

        Another model on the same encoder can share them; loads the model.
        """
        model: Any = self._loaded()
        return model[0].auto_model, model.tokenizer.backend_tokenizer

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Offsets `(start, end)` of the tokens of `text` as a passage; empty if unknown."""
        tokenizer: Any = self._loaded().tokenizer
        if not getattr(tokenizer, "is_fast", False):
            return []
        # The tokenizer's own call changes its settings, and fails if another thread is using it.
        spans: list[tuple[int, int]] = tokenizer.backend_tokenizer.encode(
            text, add_special_tokens=False
        ).offsets
        return spans

    def _embed(self, texts: Sequence[str], query: bool) -> Iterator[EmbeddedText]:
        model = self._loaded()
        prompt = self._prompts(model)[0 if query else 1]
        if not callable(model.tokenizer):  # a model without contextual token vectors
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
                # A text without tokens keeps those of the prompt, so that it has some.
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
        """The model's id, or the absolute path of its folder."""
        folder = Path(self._name).expanduser()
        is_folder = self._name != PACKAGED and folder.is_dir()
        return str(folder.resolve()) if is_folder else self._name


def _frame(model: "SentenceTransformer", prompt: str) -> tuple[int, int]:
    """Numbers of tokens before a text (prompt and special tokens) and after it."""
    whole = model.tokenizer("a", add_special_tokens=True)["input_ids"]
    bare = model.tokenizer("a", add_special_tokens=False)["input_ids"]
    after = len(whole) - len(bare) - (whole.index(bare[0]) if bare else 0)
    framed = model.tokenizer(prompt.strip(), add_special_tokens=True)["input_ids"]
    return len(framed) - after, after
