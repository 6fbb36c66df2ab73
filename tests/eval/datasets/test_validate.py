"""The sets that come with Citera keep what they promise; the validator sees where one does not."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from eval.datasets.sets import NAMES, load_set
from eval.datasets.validate import faults


@pytest.mark.parametrize("name", NAMES)
def test_a_set_has_no_fault(name):
    assert list(faults(load_set(name))) == []


def _with_first(chosen, **changes):
    first, *rest = chosen.questions
    return replace(chosen, questions=(first.model_copy(update=changes), *rest))


def test_each_kind_of_fault_is_named():
    chosen = load_set("article")
    first = chosen.questions[0]
    (fact,) = first.facts
    moved = fact.evidence[0].model_copy(update={"start": fact.evidence[0].start + 1})
    silent = fact.model_copy(update={"answers": {"en": ("nothing of the kind",)}})
    broken = {
        "does not have": {"facts": (fact.model_copy(update={"evidence": (moved,)}),)},
        "no fr wording of a fact stands": {"facts": (silent,)},
        "has 0 facts": {"facts": ()},
        "contains what is wrong": {"wrong": ("terrorist",)},
        "have this id": {"id": chosen.questions[1].id},
        "asks the same": {"question": chosen.questions[1].question},
        "in the other split": {"split": "test"},
        "turns before it": {"kind": "follow-up"},
    }
    for said, changes in broken.items():
        found = list(faults(_with_first(chosen, **changes)))
        assert any(said in fault for fault in found), (said, found)


def test_a_set_that_is_too_small_breaks_its_promises():
    chosen = load_set("article")
    found = list(faults(replace(chosen, questions=chosen.questions[:70])))
    assert any("70 questions, fewer than 80" in fault for fault in found)


def test_each_fault_of_the_conversations_is_named():
    chosen = load_set("conversations")
    second = chosen.questions[1]
    broken = {
        "no turn comes before it": {"history": ()},
        "has 0 turns before it": {"history": ()},
        "no wording is of a similar article": {"kind": "other-article", "facts": (), "wrong": ()},
        "answers questions of both splits": {"split": "test", "facts": second.facts},
    }
    for said, changes in broken.items():
        found = list(faults(_with_first(chosen, **changes)))
        assert any(said in fault for fault in found), (said, found)


def test_conversations_without_enough_unanswerable_questions_are_a_fault():
    chosen = load_set("conversations")
    answerable = tuple(each for each in chosen.questions if each.is_answerable)
    found = list(faults(replace(chosen, questions=answerable)))
    assert any("0 dev questions have no answer" in fault for fault in found), found


def test_the_schema_is_printed():
    done = subprocess.run(
        [sys.executable, "-m", "eval.datasets.validate", "--schema"],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert '"evidence"' in done.stdout
