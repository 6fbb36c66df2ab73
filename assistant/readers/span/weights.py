"""The trained weights: 8-bit integers in safetensors, told by their hash."""

import hashlib
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load, save_file
from torch import Tensor

from assistant.readers.span.model import SpanModel
from vectorstore.errors import ModelUnavailable

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
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelUnavailable(
            f"The reader's weights cannot be read ({error}). Install Citera again."
        ) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ModelUnavailable(f"The reader's weights in {path} are damaged. Install Citera again.")
    return data


def load_weights(bert: Any, path: Path = PATH, sha256: str = SHA256) -> SpanModel:
    """The trained model, on multilingual-e5-small as transformers' `BertModel`.

    Raises `ModelUnavailable` where the file is missing or is not the one expected.
    """
    tensors = load(read_weights(path, sha256))
    model = SpanModel(bert)
    model.load_state_dict(
        {
            name: tensor.float() * tensors[name + _SCALE] if tensor.dtype is torch.int8 else tensor
            for name, tensor in tensors.items()
            if not name.endswith(_SCALE)
        }
    )
    return model.eval()
