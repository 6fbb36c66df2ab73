import pytest
import torch

from assistant.readers.span.model import SpanModel
from assistant.readers.span.weights import PATH, load_weights, save_weights
from vectorstore.errors import ModelUnavailable


@pytest.fixture(scope="module")
def encoder(embedder):
    return embedder.encoder()[0]


def test_what_is_saved_is_loaded_to_within_rounding(encoder, tmp_path):
    model = SpanModel.untrained(encoder)
    path = tmp_path / "weights.safetensors"
    digest = save_weights(model, path)
    again = load_weights(encoder, path=path, sha256=digest).state_dict()
    for name, tensor in model.state_dict().items():
        step = tensor.float().abs().max() / 127
        assert torch.allclose(again[name], tensor.float(), atol=float(step)), name


def test_the_packaged_weights_are_small_and_none_of_them_is_lost(encoder):
    assert PATH.stat().st_size < 45_000_000
    model = load_weights(encoder, torch.bfloat16)
    assert {weight.dtype for weight in model.upper.parameters()} == {torch.bfloat16}
    assert {weight.dtype for weight in model.span.parameters()} == {torch.float32}
    assert not any(weight.is_meta for weight in model.parameters())


def test_damaged_weights_are_refused(encoder, tmp_path):
    data = bytearray(PATH.read_bytes())
    data[-1] ^= 1
    (tmp_path / "weights").write_bytes(data)
    with pytest.raises(ModelUnavailable, match="damaged"):
        load_weights(encoder, path=tmp_path / "weights")


def test_missing_weights_are_told(encoder, tmp_path):
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        load_weights(encoder, path=tmp_path / "none")
