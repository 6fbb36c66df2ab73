"""The transformer layers of multilingual-e5-small; the reader runs and trains them too."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

HIDDEN = 384
HEADS = 12
FEED_FORWARD = 1536
LAYERS = 12
EPSILON = 1e-12


class Layer(nn.Module):
    """A BERT layer, its query, key and value matrices as one."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN)
        self.up = nn.Linear(HIDDEN, FEED_FORWARD)
        self.down = nn.Linear(FEED_FORWARD, HIDDEN)
        self.last_norm = nn.LayerNorm(HIDDEN)

    def weights(self, dtype: torch.dtype) -> tuple[Tensor, ...]:
        """The arguments of `transformer_layer` after the first two."""
        return tuple(weight.to(dtype) for weight in self.parameters())

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """States (texts, tokens, HIDDEN) after this layer; `bias` as for `transformer_layer`."""
        return transformer_layer(states, bias, *self.parameters())


def transformer_layer(
    states: Tensor,
    bias: Tensor,
    qkv: Tensor,
    qkv_bias: Tensor,
    out: Tensor,
    out_bias: Tensor,
    norm: Tensor,
    norm_bias: Tensor,
    up: Tensor,
    up_bias: Tensor,
    down: Tensor,
    down_bias: Tensor,
    last_norm: Tensor,
    last_norm_bias: Tensor,
) -> Tensor:
    """A layer as a function of its weights; `bias` (texts, 1, 1, tokens) masks padding."""
    texts, tokens, _ = states.shape
    size = HIDDEN // HEADS
    mixed = functional.linear(states, qkv, qkv_bias).view(texts, tokens, 3, HEADS, size)
    query, key, value = mixed.permute(2, 0, 3, 1, 4)
    attend = _attend if torch.is_grad_enabled() else _attend_fused
    attended = attend(query, key, value, bias).transpose(1, 2).reshape(texts, tokens, HIDDEN)
    attended = functional.linear(attended, out, out_bias)
    states = functional.layer_norm(states + attended, (HIDDEN,), norm, norm_bias, EPSILON)
    fed = functional.linear(
        functional.gelu(functional.linear(states, up, up_bias)), down, down_bias
    )
    return functional.layer_norm(states + fed, (HIDDEN,), last_norm, last_norm_bias, EPSILON)


def _attend(query: Tensor, key: Tensor, value: Tensor, bias: Tensor) -> Tensor:
    """Attention written out, of (texts, HEADS, tokens, size) each.

    On a processor, the backward pass of PyTorch's fused attention takes three times as long as
    that of the products.
    """
    shape = query.shape
    query, key, value = (each.reshape(-1, *shape[2:]) for each in (query, key, value))
    scores = torch.bmm(query, key.transpose(1, 2)).view(*shape[:2], shape[2], shape[2])
    weights = torch.softmax(scores / math.sqrt(shape[3]) + bias, -1)
    return torch.bmm(weights.view(-1, shape[2], shape[2]), value).view(shape)


def _attend_fused(query: Tensor, key: Tensor, value: Tensor, bias: Tensor) -> Tensor:
    return functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
