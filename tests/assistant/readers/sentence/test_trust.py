import pytest

from assistant.claims import ACCEPTED
from assistant.readers.sentence.trust import chance_right


def test_each_sign_of_a_right_reading_raises_the_chance():
    chance = chance_right(0.5, 0.7, False)
    assert chance_right(0.9, 0.7, False) > chance
    assert chance_right(0.5, 0.9, False) > chance
    assert chance_right(0.5, 0.7, True) > chance


@pytest.mark.parametrize("borne_out", [0.0, 1.0])
@pytest.mark.parametrize("certainty", [0.0, 1.0])
def test_it_stays_a_chance_at_the_ends(borne_out, certainty):
    assert 0 < chance_right(borne_out, certainty, True) < 1


def test_what_is_not_borne_out_is_not_accepted_however_surely_it_was_written():
    assert chance_right(0.05, 1.0, True) < ACCEPTED < chance_right(0.9, 0.9, True)
