"""The path of a question through all stages, against recordings of the real store and models.

A difference that is meant is accepted with `python -m tests.golden.check --accept`, or, where calls
of models differ too, recorded anew with `python -m tests.golden.record`.
"""

import copy

import pytest

from tests.golden.check import difference
from tests.golden.replay import MODES, replay, tapes_of
from tests.golden.tape import FOLDER, Corpus, Differs, Tape, read_tapes

CORPUS = Corpus(FOLDER / "corpus.json")
TAPES = [(mode, tape) for mode in MODES for tape in read_tapes(tapes_of(FOLDER, mode))]


@pytest.mark.parametrize(("mode", "tape"), TAPES, ids=[f"{mode}-{tape.id}" for mode, tape in TAPES])
def test_a_recorded_question_is_answered_as_it_was(mode, tape):
    assert difference(tape, mode, CORPUS) is None


def local_tape() -> Tape:
    tapes = (tape for mode, tape in TAPES if mode == "local")
    return copy.deepcopy(next(tape for tape in tapes if len(tape.calls) > 2))


def test_a_replay_tells_another_prompt_a_call_left_out_and_one_too_many():
    other, fewer, more = local_tape(), local_tape(), local_tape()
    other.calls[0]["prompt"] = "0" * 16
    fewer.calls.append(fewer.calls[-1])
    more.calls.pop()
    for tape in (other, fewer, more):
        with pytest.raises(Differs):
            replay(tape, "local", CORPUS)


def test_a_replay_tells_a_log_probability_that_changes_an_answer():
    tape = copy.deepcopy(
        next(
            tape
            for mode, tape in TAPES
            if mode == "local" and [call["role"] for call in tape.calls][:1] == ["verify"]
            if tape.events[-1]["answer"]["status"] == "answered"
        )
    )
    told = next(chunk for chunk in tape.calls[0]["chunks"] if "f" in chunk)
    told["f"] = [["No", -0.01]]
    with pytest.raises((AssertionError, Differs)):
        assert difference(tape, "local", CORPUS) is None
