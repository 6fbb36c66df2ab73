"""`Embedder`: turns texts into vectors with a sentence-transformers model, loaded on first use."""

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from vectorstore.e5_package import prepare_e5_small
from vectorstore.errors import ModelUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PACKAGED = "e5-small"
_BATCH = 32


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

    @property
    def identity(self) -> EmbedderIdentity:
        """Model, prompts and dimensions; loads the model."""
        model = self._loaded()
        query, passage = self._prompts(model)
        return EmbedderIdentity(self._name, query, passage, model.get_embedding_dimension() or 0)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages, as lists of floats."""
        return self.encode_passages(texts).tolist()

    def embed_query(self, text: str) -> list[float]:
        """Vector of a query, as a list of floats."""
        return self.encode_query(text).tolist()

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of `texts` as passages: (len(texts), dimensions), each of length one."""
        return self._encode(texts, query=False)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Vector of `text` as a query: (dimensions,), of length one."""
        return self._encode([text], query=True)[0]

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of `texts` as queries: (len(texts), dimensions), each of length one."""
        return self._encode(texts, query=True)

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
                self._model = self._load()
            return self._model

    def _load(self) -> "SentenceTransformer":
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()
        source, is_local = self._source()
        try:
            model = SentenceTransformer(
                source, local_files_only=is_local, model_kwargs={"dtype": _dtype()}
            )
        except (OSError, ValueError, ImportError) as error:
            raise ModelUnavailable(
                f"The embedding model {self._name!r} cannot be loaded ({_first_line(error)})."
                " Check CITERA_EMBEDDINGS: it takes `e5-small`, a model's folder, or the id of a"
                " sentence-transformers model, for whose download a network is needed once."
            ) from error
        model[0].register_forward_hook(_widen)
        return model

    def _source(self) -> tuple[str, bool]:
        """Path or id to load, and whether it is local, in which case no hub is asked."""
        if self._name == PACKAGED:
            return str(prepare_e5_small(self._cache)), True
        return self._name, Path(self._name).is_dir()


def _widen(_module: Any, _inputs: Any, output: dict[str, Any]) -> dict[str, Any]:
    """Pool and normalise in 32 bits: in 16, a vector's length is off by half a percent."""
    return {**output, "token_embeddings": output["token_embeddings"].float()}


def _dtype() -> str:
    """16-bit floats where the processor computes in them, else 32-bit ones."""
    import torch

    if torch.cuda.is_available():
        return "bfloat16" if torch.cuda.is_bf16_supported() else "float16"
    checks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    native = any(getattr(torch.cpu, check, bool)() for check in checks)
    return "bfloat16" if native else "float32"


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
