"""The quantiser, against its definition: the nearest level of each value."""

import numpy as np
import pytest

from vectorstore.coding.quantiser import pack, unpack


def _values() -> np.ndarray:
    return np.random.default_rng(0).standard_normal((500, 8), np.float32)


def test_each_value_becomes_the_nearest_level():
    levels = np.array([-1.51, -0.4528, 0.4528, 1.51], np.float32)
    nearest = levels[np.abs(_values()[..., None] - levels).argmin(axis=2)]
    packed = pack(_values())
    assert len(packed) == 500 * 8 / 4
    assert np.array_equal(unpack(packed, 500), nearest)


@pytest.mark.parametrize(("bits", "distortion"), [(1, 0.3634), (2, 0.1175), (4, 0.009497)])
def test_a_bit_more_tells_as_much_as_it_can(bits, distortion):
    """Max's table gives the mean squared error of the best levels."""
    kept = unpack(pack(_values(), bits), 500, bits=bits)
    assert kept.shape == (500, 8)
    assert ((kept - _values()) ** 2).mean() == pytest.approx(distortion, rel=0.1)
    assert len(np.unique(kept)) == 2**bits
