from random import Random

import pytest

from assistant.readers.span.train.corrupt import corrupt

PREMISE = "In 2019 Mary Cole and Paul Girard hired 400 people in Ohio."


@pytest.mark.parametrize("seed", range(20))
def test_a_number_is_exchanged_for_another(seed):
    claim = "They hired 400 people."
    corrupted = corrupt(claim, PREMISE, Random(seed))
    assert corrupted != claim
    assert corrupted.startswith("They hired ")
    assert corrupted.endswith(" people.")
    assert corrupted[11:-8].isdigit()


def test_a_name_is_exchanged_for_another_of_the_premise():
    corrupted = corrupt("In spring Mary hired people.", PREMISE, Random(0))
    assert corrupted is not None
    assert "Mary" not in corrupted


def test_a_claim_without_number_or_name_stays():
    assert corrupt("They hired people.", PREMISE, Random(0)) is None
