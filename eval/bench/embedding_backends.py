"""Backends that `eval.bench.embedding` compares: what runs the layers of the packaged model.

All have the same weights, tokenizer, table of words and batches, and compute in one thread.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from eval.bench.ablate import CachingEmbedder
from vectorstore import CiteraError
from vectorstore.embedding.e5_encoder import E5Encoder
from vectorstore.embedding.e5_model import E5Model
from vectorstore.embedding.e5_package import prepare_e5_small
from vectorstore.embedding.load import PACKAGED, load_packaged
from vectorstore.embedding.transformer import HIDDEN

Array = NDArray[np.float32]
RunLayers = Callable[[Array, Array], Array]
"""States after the last layer, of those before the first and a bias: (texts, tokens, HIDDEN), and
(texts, 1, 1, tokens) as for `transformer_layer`."""

PRODUCT = "Citera's"
"""Name of what is in use: sentence-transformers for passages, PyTorch alone for questions."""
_INPUTS = ("states", "bias")


class BackendEmbedder(CachingEmbedder):
    """The packaged model, of which `model` embeds passages and questions."""

    def __init__(self, cache: Path, model: E5Model) -> None:
        super().__init__(PACKAGED, cache)
        self._of_passages = self._of_questions = model


class BackendEncoder(E5Encoder):
    """The encoder of the packaged model, with layers that another library runs."""

    def __init__(self, file: Path, run: RunLayers) -> None:
        super().__init__(file, torch.float32)
        self.layers = ()
        self._run = run

    def __call__(self, ids: Tensor, mask: Tensor) -> Tensor:
        """States after the last layer; `mask` (texts, tokens) is true where there is a token."""
        bias = torch.zeros(mask.shape).masked_fill(~mask, -1e4)[:, None, None]
        return torch.from_numpy(self._run(self.embed(ids).numpy(), bias.numpy()))


class Layers(nn.Module):
    """The layers of the packaged model as one function, to export it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.layers = nn.ModuleList(_encoder(folder).layers)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """States after the last layer, of those before the first."""
        for layer in self.layers:
            states = layer(states, bias)
        return states


def backends(cache: Path, exported: Path) -> dict[str, Callable[[], E5Model]]:
    """Functions that load the packaged model for each backend, by name.

    Models of ONNX are exported to the folder `exported`. The functions raise `CiteraError` if a
    package is not installed.
    """
    folder = prepare_e5_small(cache)

    def onnx() -> Path:
        return export(folder, exported)

    def openvino(precision: str, in_8_bits: bool = False) -> E5Model:
        return with_layers(folder, _openvino_layers(folder, precision, in_8_bits))

    return {
        "PyTorch alone": lambda: load_packaged(cache),
        "PyTorch alone, 32 bits": lambda: E5Model(folder, torch.float32),
        "ONNX Runtime, 32 bits": lambda: with_layers(folder, _onnx_layers(onnx())),
        "ONNX Runtime, 8 bits": lambda: with_layers(folder, _onnx_layers(quantize(onnx()))),
        "OpenVINO, 32 bits": lambda: openvino("f32"),
        "OpenVINO, bfloat16": lambda: openvino("bf16"),
        "OpenVINO, 8 bits": lambda: openvino("f32", in_8_bits=True),
        "OpenVINO, 8 bits, bfloat16": lambda: openvino("bf16", in_8_bits=True),
    }


def with_layers(folder: Path, run: RunLayers) -> E5Model:
    """The packaged model with layers that another library runs."""
    model = E5Model(folder, torch.float32)
    model.encoder = BackendEncoder(folder / "model.safetensors", run)
    return model


def export(folder: Path, exported: Path) -> Path:
    """ONNX file of the layers in 32 bits; it is written to `exported` if it is not there.

    Raises:
        CiteraError: if a package that the export needs is not installed.
    """
    path = exported / "layers.onnx"
    if path.exists():
        return path
    library("onnxscript")
    texts, tokens = torch.export.Dim("texts"), torch.export.Dim("tokens")
    part = path.with_suffix(".part")
    with torch.no_grad():
        torch.onnx.export(
            Layers(folder).eval(),
            _examples(),
            str(part),
            input_names=_INPUTS,
            dynamic_shapes=({0: texts, 1: tokens}, {0: texts, 3: tokens}),
            dynamo=True,
            external_data=False,
            verbose=False,
        )
    return part.rename(path)


def quantize(path: Path) -> Path:
    """ONNX file with weights in 8 bits, which quantises the inputs of products as it runs.

    Raises:
        CiteraError: if a package that this needs is not installed.
    """
    smaller = path.with_name("layers-int8.onnx")
    if not smaller.exists():
        part = path.with_suffix(".int8.part")
        library("onnxruntime.quantization").quantize_dynamic(
            str(path), str(part), per_channel=True, op_types_to_quantize=["MatMul"]
        )
        part.rename(smaller)
    return smaller


def library(name: str) -> Any:
    """The imported library. Raises `CiteraError` if it, or what it needs, is not installed."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise CiteraError(f"needs the package {error.name}") from None


def _encoder(folder: Path) -> E5Encoder:
    return E5Encoder(folder / "model.safetensors", torch.float32)


def _examples() -> tuple[Tensor, Tensor]:
    return torch.zeros(2, 8, HIDDEN), torch.zeros(2, 1, 1, 8)


def _onnx_layers(path: Path) -> RunLayers:
    runtime = library("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    session = runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def run(states: Array, bias: Array) -> Array:
        found: Array = session.run(None, dict(zip(_INPUTS, (states, bias), strict=True)))[0]
        return found

    return run


def _openvino_layers(folder: Path, precision: str, in_8_bits: bool) -> RunLayers:
    openvino = library("openvino")
    shapes = [(-1, -1, HIDDEN), (-1, 1, 1, -1)]
    with torch.no_grad():
        layers = Layers(folder).eval()
        model = openvino.convert_model(layers, example_input=_examples(), input=shapes)
    if in_8_bits:
        _compress_weights(model)
    options = {"INFERENCE_PRECISION_HINT": precision, "INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1}
    compiled = openvino.Core().compile_model(model, "CPU", options)
    request = compiled.create_infer_request()

    def run(states: Array, bias: Array) -> Array:
        # A copy: the request writes the next result to the same memory.
        found: Array = request.infer([states, bias])[compiled.output(0)].copy()
        return found

    return run


def _compress_weights(model: Any) -> None:
    """Replace the matrices of an OpenVINO model by ones in 8 bits, with a scale for each column.

    In 32 bits, the processor plug-in then quantises the inputs of these products as it runs.
    """
    operations = library("openvino.opset13")
    for product in model.get_ordered_ops():
        weights = product.input_value(1).get_node() if product.get_type_name() == "MatMul" else None
        if weights is None or weights.get_type_name() != "Constant":
            continue
        values = weights.get_data()
        inner = 1 if product.get_attributes()["transpose_b"] else 0
        scales = np.abs(values).max(axis=inner, keepdims=True) / 127
        levels = operations.constant(np.round(values / scales).astype(np.int8))
        restored = operations.multiply(
            operations.convert(levels, "f32"), operations.constant(scales.astype(np.float32))
        )
        product.input(1).replace_source_output(restored.output(0))
