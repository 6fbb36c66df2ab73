"""`Reranker`: a cross-encoder that scores pairs of query and passage."""

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding.hub_cache import downloaded
from vectorstore.embedding.progress_bars import hide_progress_bars
from vectorstore.errors import ModelUnavailable

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_BATCH = 16
_KINDS = ("ForSequenceClassification", "ForCausalLM", "ForConditionalGeneration")
"""Suffixes of architectures that score a pair. sentence-transformers would load an embedding model
without an error, with a random classifier on top."""


class Reranker:
    """A sentence-transformers `CrossEncoder`, loaded on first use (Nogueira and Cho 2019).

    `model` is a folder, or the id of a downloaded model; no request is ever sent to a hub.
    Threads may share a reranker.
    """

    def __init__(self, model: str) -> None:
        self.name = model
        self._lock = threading.Lock()
        self._model: CrossEncoder | None = None

    def logits(self, query: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """Log-odds that each of `texts` answers `query`: (len(texts),).

        Raises:
            ModelUnavailable: if the model is not installed, or does not give one score per pair.
        """
        import torch

        model = self._loaded()
        if not texts:
            return np.zeros(0)
        pairs = [(query, text) for text in texts]
        found = model.predict(
            pairs,
            batch_size=_BATCH,
            activation_fn=torch.nn.Identity(),
            convert_to_tensor=True,
            show_progress_bar=False,
        )
        return found.double().cpu().numpy()

    def _loaded(self) -> "CrossEncoder":
        with self._lock:
            if self._model is None:
                self._model = self._load()
            return self._model

    def _load(self) -> "CrossEncoder":
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from sentence_transformers import CrossEncoder
        from transformers import AutoConfig

        hide_progress_bars()
        try:
            folder = str(self._folder())
            kinds = AutoConfig.from_pretrained(folder, local_files_only=True).architectures or []
            if not any(kind.endswith(_KINDS) for kind in kinds):
                raise ValueError("it is a model that embeds texts, not one that judges pairs")
            model: CrossEncoder = CrossEncoder(folder, local_files_only=True)
            if model.num_labels != 1:
                raise ValueError(f"it gives {model.num_labels} scores for a pair, not one")
        except Exception as error:  # whatever a model's files or its code can raise
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise ModelUnavailable(
                f"The reranker {self.name!r} cannot be loaded ({reason}). Check CITERA_RERANKER: it"
                " takes the folder of a sentence-transformers CrossEncoder, or the id of one that"
                " was downloaded with `hf download ID`; unset, passages are not reranked."
            ) from error
        return model

    def _folder(self) -> Path:
        folder = Path(self.name).expanduser()
        found = folder if folder.is_dir() else downloaded(self.name)
        if found is None:
            raise FileNotFoundError("it is neither a folder nor a model that was downloaded")
        return found
