"""Reads the packed multilingual-e5-small and writes it as a sentence-transformers directory.

File layout, little-endian: 4-byte magic, u32 version, 7 x i32 (hidden, layers, heads, ffn, vocab,
positions, token types), f32 layer-norm epsilon, i32 block size; tokenizer (i32 pieces, 4 x i32
special tokens, u64 blob bytes, u32 offsets[pieces + 1], f32 scores[pieces], blob); normalisation
map (i32 count, u32 bytes, records of u32 code point, u8 length, length x u32); tensor directory
(i32 count, records of u16 name length, name, u8 type, u32 count, u64 offset, u64 bytes). Type 0
is f32; type 1 is Q4_0: for each 32 weights an f16 scale and 16 bytes, low nibbles first, value
(nibble - 8) * scale.
"""

import json
import re
import struct
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding.progress_bars import hide_progress_bars

if TYPE_CHECKING:
    from transformers import BertModel, PreTrainedTokenizerFast

MAX_TOKENS = 512
PROMPTS = {"query": "query: ", "document": "passage: "}

_MODULES = {"Transformer": "", "Pooling": "1_Pooling", "Normalize": "2_Normalize"}
_CONFIGURATION: dict[str, Any] = {
    "modules.json": [
        {"idx": idx, "name": str(idx), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for idx, (kind, path) in enumerate(_MODULES.items())
    ],
    "config_sentence_transformers.json": {
        "prompts": PROMPTS,
        "default_prompt_name": None,
        "similarity_fn_name": "cosine",
    },
    # BERT's own pooling layer is not part of the model; to ask for it would be to make one up.
    "sentence_bert_config.json": {
        "max_seq_length": MAX_TOKENS,
        "do_lower_case": False,
        "model_args": {"add_pooling_layer": False},
    },
}

_LAYER_PARTS = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "intermediate.dense": "fi",
    "output.dense": "fo",
}
_LAYER_NORMS = {"attention.output.LayerNorm": "aln", "output.LayerNorm": "oln"}
_EMBEDDING_PARTS = {
    "word_embeddings": "emb.word",
    "position_embeddings": "emb.pos",
    "token_type_embeddings": "emb.type",
}


@dataclass(frozen=True)
class _Shape:
    hidden: int
    layers: int
    heads: int
    ffn: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True)
class _PackedModel:
    shape: _Shape
    pieces: list[tuple[str, float]]
    unknown_id: int
    replacements: dict[str, str]
    tensors: dict[str, NDArray[np.float32]]


class _Cursor:
    """Reads numbers and bytes from packed data, one after another."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def numbers(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{layout}", self._data, self._at)
        self._at += struct.calcsize(f"<{layout}")
        return values

    def number(self, layout: str) -> Any:
        return self.numbers(layout)[0]

    def array(self, dtype: Any, count: int) -> NDArray[Any]:
        values = np.frombuffer(self._data, dtype, count, self._at)
        self._at += values.nbytes
        return values

    def take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        self._at += count
        return taken


def write_model_directory(data: bytes, directory: Path) -> None:
    """Write the model packed in `data` to `directory`, weights in 16 bits."""
    hide_progress_bars()
    packed = _read(data)
    model: Any = _model(packed)
    model.half().save_pretrained(directory)
    _tokenizer(packed).save_pretrained(directory)
    pooling = {"word_embedding_dimension": packed.shape.hidden, "pooling_mode_mean_tokens": True}
    for name, content in (_CONFIGURATION | {"1_Pooling/config.json": pooling}).items():
        path = directory / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2), encoding="utf-8")


def _read(data: bytes) -> _PackedModel:
    cursor = _Cursor(data)
    cursor.numbers("4sI")
    shape = _Shape(*cursor.numbers("7if"))
    cursor.number("i")
    count = cursor.number("i")
    _bos, _eos, _pad, unknown_id = cursor.numbers("4i")
    blob_bytes = cursor.number("Q")
    offsets = cursor.array(np.uint32, count + 1)
    scores = cursor.array(np.float32, count)
    blob = cursor.take(blob_bytes)
    pieces = [
        (blob[start:end].decode("utf-8", "replace"), float(score))
        for start, end, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    ]
    replacements = _read_replacements(cursor)
    return _PackedModel(shape, pieces, unknown_id, replacements, _read_tensors(data, cursor))


def _read_replacements(cursor: _Cursor) -> dict[str, str]:
    count, _size = cursor.numbers("iI")
    replacements = {}
    for _ in range(count):
        character, length = cursor.numbers("IB")
        replacements[chr(character)] = "".join(map(chr, cursor.numbers(f"{length}I")))
    return replacements


def _read_tensors(data: bytes, cursor: _Cursor) -> dict[str, NDArray[np.float32]]:
    tensors = {}
    for _ in range(cursor.number("i")):
        name = cursor.take(cursor.number("H")).decode()
        kind, _count, offset, size = cursor.numbers("BIQQ")
        raw = data[offset : offset + size]
        tensors[name] = np.frombuffer(raw, np.float32) if kind == 0 else _from_q4(raw)
    return tensors


def _from_q4(raw: bytes) -> NDArray[np.float32]:
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, 18)
    scales = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    nibbles = blocks[:, 2:]
    values = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32) - 8
    return (values * scales).reshape(-1)


def _model(packed: _PackedModel) -> "BertModel":
    import torch
    from transformers import BertConfig, BertModel

    shape = packed.shape
    config = BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.ffn,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.token_types,
        layer_norm_eps=shape.epsilon,
        pad_token_id=1,
    )
    model = BertModel(config, add_pooling_layer=False)
    weights = {
        name: torch.from_numpy(packed.tensors[source].copy()).reshape(parameter.shape)
        for name, parameter in model.named_parameters()
        for source in [_packed_name(name)]
    }
    model.load_state_dict(weights, strict=False)  # buffers, such as position ids, are not packed
    return model


def _packed_name(name: str) -> str:
    """Name in the packed file of one of transformers' parameters."""
    stem, kind = name.rsplit(".", 1)
    suffix = {"weight": "w", "bias": "b"}[kind]
    if stem == "embeddings.LayerNorm":
        return f"emb.ln.{suffix}"
    if stem.startswith("embeddings."):
        return _EMBEDDING_PARTS[stem.removeprefix("embeddings.")]
    _encoder, _layer, number, part = stem.split(".", 3)
    return f"l{number}.{(_LAYER_PARTS | _LAYER_NORMS)[part]}.{suffix}"


def _beyond_nfkc(replacements: dict[str, str]) -> dict[str, str]:
    """What the model replaces other than by NFKC: for each replacement, a class of characters.

    These are line ends, tabs, zero-width and control characters, which the model has no tokens
    for.
    """
    characters: dict[str, str] = {}
    for character, replacement in replacements.items():
        if unicodedata.normalize("NFKC", character) != replacement:
            characters[replacement] = characters.get(replacement, "") + re.escape(character)
    return {replacement: f"[{group}]" for replacement, group in characters.items()}


def _tokenizer(packed: _PackedModel) -> "PreTrainedTokenizerFast":
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
    from tokenizers.processors import TemplateProcessing
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.Unigram(packed.pieces, packed.unknown_id, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            *(
                normalizers.Replace(Regex(characters), replacement)
                for replacement, characters in _beyond_nfkc(packed.replacements).items()
            ),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
            normalizers.Strip(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in ("<s>", "</s>")],
    )
    make: Callable[..., PreTrainedTokenizerFast] = PreTrainedTokenizerFast
    return make(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        cls_token="<s>",
        sep_token="</s>",
        mask_token="<mask>",
        model_max_length=MAX_TOKENS,
    )
