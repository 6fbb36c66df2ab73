"""`E5Model`: the packaged embedding model, multilingual-e5-small.

Its vectors are those that sentence-transformers computes from the same folder, in the same batches.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from vectorstore.embedding.e5_encoder import E5Encoder
from vectorstore.embedding.e5_unpack import MAX_TOKENS, PROMPTS
from vectorstore.embedding.model import BATCH, CHUNK, EmbeddedText
from vectorstore.embedding.transformer import HIDDEN

_PAD = 1


class E5Model:
    """multilingual-e5-small as `EmbeddingModel`, from its unpacked folder; it runs in `dtype`."""

    def __init__(self, folder: Path, dtype: torch.dtype) -> None:
        self.encoder = E5Encoder(folder / "model.safetensors", dtype)
        self.tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))

    @property
    def prompts(self) -> Mapping[str, str]:
        """Its own prompts, by what they are for."""
        return PROMPTS

    @property
    def dimensions(self) -> int:
        """Number of components of a vector."""
        return HIDDEN

    def encode(self, texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        """Vectors of texts behind a prompt: (len(texts), dimensions), each of length one."""
        vectors = np.zeros((len(texts), HIDDEN), np.float32)
        for chosen in _batches(texts):
            pooled, _, _ = self._run([prompt + texts[at] for at in chosen])
            # Twice in all, as sentence-transformers does, for the same vectors to the last bit.
            vectors[chosen] = functional.normalize(pooled).numpy()
        return vectors

    def embed(self, texts: Sequence[str], prompt: str) -> Iterator[EmbeddedText]:
        """Texts behind a prompt, with the vectors of their own tokens, in order."""
        before, after = len(self._ids(prompt.strip())) - 1, 1
        for start in range(0, len(texts), CHUNK):
            chunk = texts[start : start + CHUNK]
            found: dict[int, EmbeddedText] = {}
            for chosen in _batches(chunk):
                pooled, states, mask = self._run([prompt + chunk[at] for at in chosen])
                for at, vector, tokens, length in zip(
                    chosen, pooled, states, mask.sum(1).tolist(), strict=True
                ):
                    # A text without tokens keeps those of the prompt, so that it has some.
                    framed = length > before + after
                    own = slice(before, length - after) if framed else slice(length)
                    found[at] = EmbeddedText(vector.numpy(), tokens[own].numpy())
            yield from (found[at] for at in range(len(chunk)))

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Offsets `(start, end)` of the tokens of `text`."""
        spans: list[tuple[int, int]] = self.tokenizer.encode(text, add_special_tokens=False).offsets
        return spans

    def _ids(self, text: str) -> list[int]:
        """Token ids with the special tokens, of which the last stays where a text is cut."""
        ids: list[int] = self.tokenizer.encode(text).ids
        return ids if len(ids) <= MAX_TOKENS else [*ids[: MAX_TOKENS - 1], ids[-1]]

    @torch.inference_mode()
    def _run(self, texts: Sequence[str]) -> tuple[Tensor, Tensor, Tensor]:
        """Vectors of texts, the states of their tokens, and the mask of these."""
        rows = [torch.tensor(self._ids(text)) for text in texts]
        ids = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=_PAD)
        lengths = torch.tensor([len(row) for row in rows])
        mask = torch.arange(ids.shape[1]) < lengths[:, None]
        # In 16 bits, norms would be off by half a percent.
        states = self.encoder(ids, mask).float()
        kept = mask[..., None].float()
        pooled = (states * kept).sum(1) / kept.sum(1)
        return functional.normalize(pooled), states, mask


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Indices of texts of similar lengths, the longest first: padding costs little."""
    order = np.argsort([-len(text) for text in texts])
    for start in range(0, len(order), BATCH):
        yield order[start : start + BATCH].tolist()
