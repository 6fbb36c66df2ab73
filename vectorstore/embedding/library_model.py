"""`LibraryModel`: any embedding model that sentence-transformers can load."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding.model import BATCH, CHUNK, EmbeddedText

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class LibraryModel:
    """A sentence-transformers model as `EmbeddingModel`; its pooling layers compute in 32 bits.

    Threads may share it, one at a time: each call of a tokenizer changes its settings, such as
    whether it pads, for all others.
    """

    def __init__(self, model: "SentenceTransformer") -> None:
        self._model = model
        self._lock = threading.Lock()
        self._frames: dict[str, tuple[int, int]] = {}
        model[0].register_forward_hook(_widen)
        for module in list(model)[1:]:  # such as the dense layer of LaBSE
            module.float()

    @property
    def prompts(self) -> Mapping[str, str | None]:
        """Its own prompts, by what they are for."""
        return self._model.prompts or {}

    @property
    def dimensions(self) -> int:
        """Number of components of a vector."""
        return self._model.get_embedding_dimension() or 0

    def encode(self, texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        """Vectors of texts behind a prompt: (len(texts), dimensions), each of length one."""
        vectors: NDArray[np.float32] = (
            self._encoded(texts, prompt, convert_to_tensor=True).float().cpu().numpy()
        )
        return vectors

    def embed(self, texts: Sequence[str], prompt: str) -> Iterator[EmbeddedText]:
        """Texts behind a prompt, with the vectors of their own tokens, in order."""
        model = self._model
        if not callable(model.tokenizer):  # a model without contextual token vectors
            for vector in self.encode(texts, prompt):
                yield EmbeddedText(vector, vector[None])
            return
        with self._lock:
            if prompt not in self._frames:
                self._frames[prompt] = _frame(model, prompt)
        before, after = self._frames[prompt]
        for at in range(0, len(texts), CHUNK):
            for features in self._encoded(texts[at : at + CHUNK], prompt, output_value=None):
                length = int(features["attention_mask"].sum())
                # A text without tokens keeps those of the prompt, so that it has some.
                own = slice(before, length - after) if length > before + after else slice(length)
                yield EmbeddedText(
                    features["sentence_embedding"].float().cpu().numpy(),
                    features["token_embeddings"][own].float().cpu().numpy(),
                )

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Offsets `(start, end)` of the tokens of `text`; empty if unknown."""
        tokenizer: Any = self._model.tokenizer
        if not getattr(tokenizer, "is_fast", False):
            return []
        with self._lock:
            spans: list[tuple[int, int]] = tokenizer.backend_tokenizer.encode(
                text, add_special_tokens=False
            ).offsets
        return spans

    def _encoded(self, texts: Sequence[str], prompt: str, **output: Any) -> Any:
        """What the library gives for texts behind a prompt, of the kind that `output` asks for."""
        # It sorts them by length, so that a batch wastes little on padding.
        with self._lock:
            return self._model.encode(
                list(texts),
                prompt=prompt or None,
                batch_size=BATCH,
                normalize_embeddings=True,
                show_progress_bar=False,
                **output,
            )


def _frame(model: "SentenceTransformer", prompt: str) -> tuple[int, int]:
    """Numbers of tokens before a text (prompt and special tokens) and after it."""
    whole = model.tokenizer("a", add_special_tokens=True)["input_ids"]
    bare = model.tokenizer("a", add_special_tokens=False)["input_ids"]
    after = len(whole) - len(bare) - (whole.index(bare[0]) if bare else 0)
    framed = model.tokenizer(prompt.strip(), add_special_tokens=True)["input_ids"]
    return len(framed) - after, after


def _widen(_module: Any, _inputs: Any, output: dict[str, Any]) -> dict[str, Any]:
    """Convert token vectors to 32 bits before pooling: in 16, norms are off by half a percent."""
    if "token_embeddings" not in output:  # a model that has none, such as one of static vectors
        return output
    return {**output, "token_embeddings": output["token_embeddings"].float()}
