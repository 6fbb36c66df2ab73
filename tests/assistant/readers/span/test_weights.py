import pytest
import torch

from assistant.readers.span.model import SpanModel
from assistant.readers.span.weights import PATH, SHA256, load_weights, save_weights
from vectorstore.errors import ModelUnavailable


@pytest.fixture(scope="module")
def bert(embedder):
    return embedder.encoder()[0]


def test_what_is_saved_is_loaded_to_within_rounding(bert, tmp_path):
    model = SpanModel(bert)
    digest = save_weights(model, tmp_path / "weights.safetensors")
    again = load_weights(bert, tmp_path / "weights.safetensors", digest).state_dict()
    for name, tensor in model.state_dict().items():
        step = tensor.float().abs().max() / 127
        assert torch.allclose(again[name], tensor.float(), atol=float(step)), name


def test_the_packaged_weights_are_small_and_none_of_them_is_lost(bert):
    assert PATH.stat().st_size < 45_000_000
    load_weights(bert)


def test_damaged_weights_are_refused(bert, tmp_path):
    data = bytearray(PATH.read_bytes())
    data[-1] ^= 1
    (tmp_path / "weights").write_bytes(data)
    with pytest.raises(ModelUnavailable, match="damaged"):
        load_weights(bert, tmp_path / "weights", SHA256)


def test_missing_weights_are_told(bert, tmp_path):
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        load_weights(bert, tmp_path / "none")
