"""Two runs side by side: differences, noise, and the questions that changed."""

import pytest

from eval.report.compare import compare, significant_change
from eval.report.compare_text import render
from tests.eval.runs import GOLD, REFUSAL, answer, outcome, question, retrieved, run_of
from vectorstore.errors import CiteraError

RIGHT = answer("Ida Berg.", GOLD)


def run(rights: str, name: str = "first"):
    """A run of as many questions as letters: `r` right, `-` wrongly refused."""
    return run_of(
        [
            outcome(
                question(f"q{place:02}"), RIGHT if letter == "r" else REFUSAL, correct=letter == "r"
            )
            for place, letter in enumerate(rights)
        ],
        name,
    )


def test_a_run_does_not_differ_from_itself():
    found = compare(run("rrr---rrr-"), run("rrr---rrr-"))
    assert found.common == 10
    assert found.changes == ()
    assert all(each.value == each.low == each.high == 0 for each in found.differences.values())
    assert not any(each.is_significant for each in found.differences.values())
    assert "No question became right or wrong." in render(found)
    assert "\n0 answers changed in text or cited spans, of 10.\n" in render(found)


def test_a_large_change_is_more_than_noise_in_the_right_direction():
    found = compare(run("-" * 12 + "r" * 8), run("r" * 20))
    gain = found.differences["answer_correctness"]
    assert (gain.first, gain.second) == (0.4, 1.0)
    assert 0.3 < gain.low < 0.6 < gain.high < 0.9
    assert significant_change("answer_correctness", gain) == "better"
    assert significant_change("error_rate", found.differences["error_rate"]) == "better"
    back = compare(run("r" * 20), run("-" * 12 + "r" * 8)).differences
    assert significant_change("answer_correctness", back["answer_correctness"]) == "worse"
    assert significant_change("error_rate", back["error_rate"]) == "worse"


def test_as_much_won_as_lost_is_noise():
    found = compare(run("r" * 6 + "-" * 6 + "r" * 8), run("-" * 6 + "r" * 6 + "r" * 8))
    change = found.differences["answer_correctness"]
    assert change.value == 0
    assert change.differing == 12
    assert not change.is_significant
    assert found.chance == 1.0


def test_few_questions_are_never_more_than_noise():
    found = compare(run("-" * 5), run("r" * 5))
    change = found.differences["answer_correctness"]
    assert change.low == change.high == 1.0
    assert not change.is_significant
    assert found.chance == pytest.approx(2 / 32)


def test_pairing_finds_what_the_runs_own_intervals_hide():
    ups = compare(run("r" * 40 + "-" * 60), run("r" * 48 + "-" * 52, "second"))
    change = ups.differences["answer_correctness"]
    first = run("r" * 40 + "-" * 60).summary["answer_correctness"]
    assert first.high > 0.48
    assert change.is_significant


def test_questions_are_told_by_what_became_of_them():
    found = compare(run("r-r-"), run("rr--", "second"))
    assert [(each.question.id, each.before, each.after) for each in found.changes] == [
        ("q01", "wrongly-refused", "right"),
        ("q02", "right", "wrongly-refused"),
    ]
    text = render(found)
    assert "1 became right, 1 became wrong: may be chance" in text
    assert (
        text.index("Better (1)") < text.index("q01") < text.index("Worse (1)") < text.index("q02")
    )


def test_only_questions_of_both_runs_count():
    found = compare(run("r" * 12), run("-" * 8))
    assert (found.common, found.only_first, found.only_second) == (8, 4, 0)
    assert found.differences["answer_correctness"].first == 1.0
    assert "8 questions in both, 4 in the first only." in render(found)


def test_claims_are_compared_where_a_run_made_none():
    refused = run("-" * 6 + "r" * 6)
    wrong = [outcome(question(f"q{n:02}"), RIGHT, supported=False) for n in range(6)]
    right = [outcome(question(f"q{n:02}"), RIGHT) for n in range(6, 12)]
    found = compare(refused, run_of([*wrong, *right])).differences["faithfulness"]
    assert (found.first, found.second) == (1.0, 0.5)
    assert found.is_significant


def test_a_run_of_retrieval_only_is_compared_in_its_retrieval():
    alone = run_of([outcome(question("q00"), None, correct=None, found=retrieved(GOLD))])
    found = compare(run("r"), alone)
    assert "mrr" in found.differences
    assert "correctness" not in found.differences
    assert found.changes == ()
    assert "changed in text" not in render(found)


def test_answers_that_read_differently_are_counted_though_no_metric_differs():
    longer = [outcome(question(f"q{n:02}"), answer("It was Ida Berg.", GOLD)) for n in range(2)]
    same = [outcome(question(f"q{n:02}"), RIGHT) for n in range(2, 5)]
    found = compare(run("r" * 5), run_of([*longer, *same]))
    assert found.changes == ()
    assert "2 answers changed in text or cited spans, of 5." in render(found)
    only = compare(run("r" * 2), run_of([longer[0], outcome(question("q01"), RIGHT)]))
    assert "1 answer changed in text or cited spans, of 2." in render(only)


def test_reworded_questions_are_told():
    other = run_of([outcome(question("q00", language="fr"), RIGHT)])
    assert "1 with another text or gold" in render(compare(run("r"), other))


def test_runs_without_a_common_question_are_refused():
    other = run_of([outcome(question("other"), RIGHT)], "second")
    with pytest.raises(CiteraError, match="first and second have no question in common"):
        compare(run("r"), other)


def test_a_question_does_not_command_the_terminal():
    hostile = question("q\x1b[2J", text="Who?\x1b]0;owned\x07\r\nWorse (9)")
    found = compare(
        run_of([outcome(hostile, REFUSAL, correct=False)]), run_of([outcome(hostile, RIGHT)])
    )
    text = render(found)
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\nWorse" not in text
