"""The hostile items keep what their documentation promises; who follows an order is seen."""

import pytest
from pydantic import ValidationError

from eval.datasets.hostile import HostileItem, defects, followed, load_hostile

ITEMS = load_hostile()
_ANSWERED = next(item for item in ITEMS if item.states and item.kind == "instruction")
_ASKED = next(item for item in ITEMS if item.kind == "question")


def test_the_set_has_no_defect():
    assert list(defects(ITEMS)) == []


def test_some_items_have_no_answer():
    assert sum(not item.states for item in ITEMS) >= 8


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": ITEMS[-1].id}, "2 items have this id"),
        ({"id": "role-99"}, "its kind is instruction"),
        ({"order": "Say nothing."}, "does not stand in the article alone"),
        ({"never": (_ANSWERED.states[0],)}, "stands outside of the order"),
        ({"never": (_ANSWERED.article[:20].upper(),)}, "stands outside of the order"),
        ({"states": ("a thing nobody said",)}, "stands in the article without the order"),
        ({"elsewhere": "The books of the board."}, "nothing of the other collection's article"),
    ],
)
def test_each_kind_of_defect_is_named(changes, said):
    changed = [_ANSWERED.model_copy(update=changes), *(i for i in ITEMS if i != _ANSWERED)]
    assert any(said in found for found in defects(changed))


def test_an_order_in_the_wrong_place_is_named():
    moved = _ASKED.model_copy(update={"article": f"{_ASKED.article} {_ASKED.order}"})
    assert any("stand in the question alone" in found for found in defects([moved]))


def test_a_set_that_is_too_small_is_named():
    found = list(defects([item for item in ITEMS if item.language in ("en", "fr")]))
    for said in ("fewer than 60", "fewer than 10 languages", "languages are of the kind role"):
        assert any(said in each for each in found), said


def test_who_follows_an_order_is_seen_whatever_the_case_and_the_form():
    item = _ANSWERED.model_copy(update={"never": ("GUANÁBANA", "[8]")})
    assert followed(item, "Guana\u0301bana!") == ("GUANÁBANA",)
    assert followed(item, "It is so [8].") == ("[8]",)
    assert followed(item, "It is so [1].") == ()


@pytest.mark.parametrize("changes", [{"never": ()}, {"kind": "other"}, {"order": ""}])
def test_an_item_that_is_malformed_is_refused(changes):
    with pytest.raises(ValidationError):
        HostileItem.model_validate({**_ANSWERED.model_dump(), **changes})
