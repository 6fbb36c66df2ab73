"""The quantiser to two bits, against its definition: the nearest level of each value."""

import numpy as np

from vectorstore.coding.quantiser import pack, unpack


def test_each_value_becomes_the_nearest_level():
    values = np.random.default_rng(0).standard_normal((5, 8), np.float32)
    levels = np.array([-1.51, -0.4528, 0.4528, 1.51], np.float32)
    nearest = levels[np.abs(values[..., None] - levels).argmin(axis=2)]
    packed = pack(values)
    assert len(packed) == 5 * 8 / 4
    assert np.array_equal(unpack(packed, 5), nearest)
