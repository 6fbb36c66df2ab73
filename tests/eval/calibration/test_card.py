"""`docs/calibration.md` is what the recorded searches give, and lists every number in use."""

import re
from dataclasses import fields, is_dataclass

from assistant.calibration import CALIBRATION
from eval.calibration.card import numbers_in_use
from eval.calibration.fit import CARD, fit
from eval.calibration.origins import ORIGINS
from eval.calibration.records import read_records


def values_of(home, path=""):
    for field in fields(home):
        value = getattr(home, field.name)
        if is_dataclass(value):
            yield from values_of(value, f"{path}{field.name}.")
        else:
            yield f"{path}{field.name}", value


def test_the_card_lists_every_number_with_its_value_in_use():
    section = CARD.read_text(encoding="utf-8").split("## ")[2]
    listed = dict(re.findall(r"^\| `([\w.]+)` \| (-?[\d.]+) \|", section, re.MULTILINE))
    assert {name: float(value) for name, value in listed.items()} == dict(values_of(CALIBRATION))


def test_every_number_is_described_and_has_an_origin():
    described = {path: about for path, _, about in numbers_in_use()}
    assert all(len(about) > 20 for about in described.values()), described
    assert ORIGINS.keys() == described.keys()


def test_the_card_is_what_the_recorded_searches_give():
    text = CARD.read_text(encoding="utf-8")
    (date,) = re.findall(r"--date (\d{4}-\d\d-\d\d)`", text)
    assert fit(read_records(), date) == text
