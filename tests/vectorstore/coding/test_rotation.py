import numpy as np
import pytest

from vectorstore.coding.rotation import rotate


@pytest.mark.parametrize("dimensions", [384, 768, 1024, 12])
def test_rotation_keeps_lengths_and_angles(dimensions: int) -> None:
    vectors = np.random.default_rng(1).normal(size=(7, dimensions)).astype(np.float32)
    rotated = rotate(vectors)
    assert np.allclose(rotated @ rotated.T, vectors @ vectors.T, rtol=1e-3, atol=1e-3)
    assert np.allclose(rotate(rotated), vectors, atol=1e-4)
