"""`Embedder`: embeds texts with an embedding model, loaded on first use."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from vectorstore.embedding.load import PACKAGED, load_model, load_packaged
from vectorstore.embedding.model import EmbeddedText, EmbeddingModel
from vectorstore.threads import one_torch_thread

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from vectorstore.embedding.e5_encoder import E5Encoder


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


class Embedder(Embeddings):
    """An embedding model as LangChain `Embeddings`, with methods for arrays besides.

    `model` is `e5-small`, which is unpacked into `cache` on first use, or the id or folder of any
    sentence-transformers model. A prompt of None means the model's own. Threads may share it.

    sentence-transformers embeds passages. It takes seconds to load, which a first question should
    not wait for: the packaged model embeds questions without it, to the same vectors.
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
        self._of_passages: EmbeddingModel | None = None
        self._of_questions: EmbeddingModel | None = None

    @property
    def identity(self) -> EmbedderIdentity:
        """Model, prompts and dimensions; loads the model."""
        model = self._loaded()
        query, passage = self._prompts(model)
        return EmbedderIdentity(self._stable_name(), query, passage, model.dimensions)

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

    def encoder(self) -> "tuple[E5Encoder, Tokenizer]":
        """The encoder and the tokenizer of the packaged model, which must be this one.

        Another model on the same encoder can share them; loads the model.
        """
        from vectorstore.embedding.e5_model import E5Model

        model = self._loaded()
        assert isinstance(model, E5Model)
        return model.encoder, model.tokenizer

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Offsets `(start, end)` of the tokens of `text` as a passage; empty if unknown."""
        return self._loaded().token_spans(text)

    def _embed(self, texts: Sequence[str], query: bool) -> Iterator[EmbeddedText]:
        model = self._loaded() if query else self._loaded_for_passages()
        return model.embed(texts, self._prompts(model)[0 if query else 1])

    def _encode(self, texts: Sequence[str], query: bool) -> NDArray[np.float32]:
        model = self._loaded() if query else self._loaded_for_passages()
        if not texts:
            return np.zeros((0, model.dimensions), np.float32)
        return model.encode(texts, self._prompts(model)[0 if query else 1])

    def _prompts(self, model: EmbeddingModel) -> tuple[str, str]:
        own = model.prompts
        query, passage = self._given_prompts
        if query is None:
            query = own.get("query") or ""
        if passage is None:
            passage = own.get("document") or own.get("passage") or ""
        return query, passage

    def _loaded(self) -> EmbeddingModel:
        """What embeds questions, and tells tokens apart."""
        if not self.is_packaged:
            return self._loaded_for_passages()
        with self._lock:
            if self._of_questions is None:
                self._of_questions = load_packaged(self._cache)
            return self._of_questions

    def _loaded_for_passages(self) -> EmbeddingModel:
        with self._lock:
            if self._of_passages is None:
                self._of_passages = load_model(self._name, self._cache)
            return self._of_passages

    def _stable_name(self) -> str:
        """The model's id, or the absolute path of its folder."""
        folder = Path(self._name).expanduser()
        is_folder = self._name != PACKAGED and folder.is_dir()
        return str(folder.resolve()) if is_folder else self._name
