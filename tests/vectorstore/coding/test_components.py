"""The principal components of the packaged model are those that stores are written with."""

import numpy as np
import pytest

from vectorstore.coding import components
from vectorstore.errors import ModelUnavailable


def test_directions_are_of_length_one_and_at_right_angles():
    for directions in (components.of_tokens().directions, components.of_vectors()):
        gram = directions.T @ directions
        assert np.abs(gram - np.eye(len(gram))).max() < 2e-3


def test_another_file_is_told_instead_of_misreading_stores(tmp_path):
    path = tmp_path / "e5_small.safetensors"
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        components.read(path)
    data = bytearray(components.read())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(ModelUnavailable, match="damaged"):
        components.read(path)
