"""The trained weights: 8-bit integers in safetensors, told by their hash."""

import hashlib
from pathlib import Path

import torch
from safetensors.torch import load, save_file
from torch import Tensor

from assistant.readers.span.model import FROZEN, SpanModel
from vectorstore.embedding.e5_encoder import E5Encoder
from vectorstore.embedding.transformer import LAYERS, Layer
from vectorstore.shipped_file import read_shipped

PATH = Path(__file__).parent / "weights.safetensors"
SHA256 = "ccf9b8fb00c484518cb1d652451dca54ab030d1fa453e890cde72e6983f3a521"
_SCALE = ":scale"
_LEAST_ROWS = 16
"""Matrices with fewer rows, the heads, stay in 32 bits."""


def save_weights(model: SpanModel, path: Path) -> str:
    """Write the trained part of a model, and return the file's SHA-256.

    Each row of a matrix is rounded to 8-bit integers, of which the largest is 127.
    """
    tensors: dict[str, Tensor] = {}
    for name, tensor in model.state_dict().items():
        if tensor.ndim == 2 and len(tensor) >= _LEAST_ROWS:
            scale = tensor.float().abs().amax(dim=1, keepdim=True) / 127
            tensors[name] = (tensor.float() / scale).round().to(torch.int8)
            tensors[name + _SCALE] = scale
        else:
            tensors[name] = tensor.float()
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, path)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_weights(path: Path = PATH, sha256: str = SHA256) -> bytes:
    """The file with the weights.

    Raises `ModelUnavailable` where it is missing or is not the one expected.
    """
    return read_shipped(path, sha256, "The reader's weights")


def load_weights(
    encoder: E5Encoder,
    dtype: torch.dtype = torch.float32,
    path: Path = PATH,
    sha256: str = SHA256,
) -> SpanModel:
    """The trained model, on multilingual-e5-small; its layers are in `dtype`, its heads in 32 bits.

    Raises `ModelUnavailable` where the file is missing or is not the one expected.
    """
    tensors = load(read_weights(path, sha256))
    # Without first weights, which would be random. Not the heads: PyTorch imports its compiler to
    # draw random numbers for a tensor without memory.
    with torch.device("meta"):
        upper = [Layer() for _ in range(FROZEN, LAYERS)]
    model = SpanModel(encoder, upper)
    names = [name for name in tensors if not name.endswith(_SCALE)]
    model.load_state_dict({name: _restored(tensors, name, dtype) for name in names}, assign=True)
    return model.eval()


def _restored(tensors: dict[str, Tensor], name: str, dtype: torch.dtype) -> Tensor:
    tensor = tensors[name]
    if tensor.dtype is torch.int8:
        tensor = tensor.float() * tensors[name + _SCALE]
    return tensor.to(dtype) if name.startswith("upper.") else tensor
