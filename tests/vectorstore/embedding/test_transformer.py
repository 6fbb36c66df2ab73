import pytest
import torch

from vectorstore.embedding.transformer import HIDDEN, Layer


@pytest.mark.parametrize("tokens", [5, 64])
def test_attention_with_gradients_computes_what_it_does_without(tokens):
    torch.manual_seed(0)
    layer, states = Layer(), torch.randn(2, tokens, HIDDEN)
    mask = torch.arange(tokens) < torch.tensor([[tokens], [3]])
    bias = torch.zeros(mask.shape).masked_fill(~mask, -1e4)[:, None, None]
    trained = layer(states, bias)
    assert trained.requires_grad
    with torch.inference_mode():
        read = layer(states, bias)
    assert torch.allclose(trained[mask], read[mask], atol=1e-5)


def test_what_is_padding_changes_nothing():
    torch.manual_seed(0)
    layer, states = Layer().eval(), torch.randn(1, 8, HIDDEN)
    bias = torch.zeros(1, 1, 1, 8)
    bias[..., 5:] = -1e4
    with torch.inference_mode():
        assert torch.allclose(
            layer(states, bias)[:, :5], layer(states[:, :5], bias[..., :5]), atol=1e-5
        )
