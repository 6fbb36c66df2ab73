"""Places for passages in the query's language beside those that gain by being in another."""

import pytest

from vectorstore.scoring.languages import shortlist


@pytest.mark.parametrize(
    ("own", "others", "kept"),
    [(3, 100, (3, 17)), (50, 100, (10, 10)), (50, 4, (16, 4)), (5, 5, (5, 5)), (0, 30, (0, 20))],
)
def test_a_shortlist_has_room_for_both(own: int, others: int, kept: tuple[int, int]) -> None:
    ranked = list(range(own + others))
    gained = [number < others for number in ranked]  # all that gained rank before the others
    short = shortlist(ranked, gained, 20)
    assert short == [*ranked[: kept[1]], *ranked[others : others + kept[0]]]


def test_a_shortlist_of_one_language_is_of_the_best() -> None:
    assert shortlist("abcde", [False] * 5, 3) == shortlist("abcde", [True] * 5, 3) == list("abc")
