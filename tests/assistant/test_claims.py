from types import SimpleNamespace

import pytest

from assistant.claims import ACCEPTED, choose_claims, says_something_new
from assistant.compose.composer import confidence
from assistant.stages import Choice, Claim, Support, Verdict

A, B = (SimpleNamespace(name=name) for name in "ab")


def claim(text: str, probability: float | None, *evidence, support=Support.VERIFIED) -> Claim:
    return Claim(text, evidence or (A,), verdict=Verdict(support, probability))


def test_nothing_is_chosen_where_nothing_can_be_trusted():
    assert choose_claims([]).chosen == ()
    doubtful = claim("Russia sent 2500 men.", ACCEPTED - 0.01)
    choice = choose_claims([doubtful])
    assert (choice.chosen, choice.dropped) == ((), (doubtful,))
    assert confidence(choice) == doubtful.probability


def test_where_nothing_was_estimated_the_order_is_kept_and_what_is_unsupported_left_out():
    first, second = claim("It is Russia.", None), claim("They are Turks.", None)
    false = claim("It was Mars.", None, support=Support.UNSUPPORTED)
    assert choose_claims([false, first, second]) == Choice((first, second), (false,))


def test_the_most_trusted_comes_first_and_much_weaker_ones_are_left_out():
    choice = choose_claims(
        [
            claim("Turkey called for talks.", 0.5),
            claim("Russia asked for peace.", 0.65),
            claim("Germany proposed a summit.", 0.15),
        ]
    )
    assert [c.text for c in choice.chosen] == [
        "Russia asked for peace.",
        "Turkey called for talks.",
    ]
    assert [c.text for c in choice.dropped] == ["Germany proposed a summit."]
    assert confidence(choice) == 0.65


def test_where_one_is_sure_no_other_is_needed():
    sure, other = claim("Russia asked for peace.", 0.95), claim("Turkey called for talks.", 0.5)
    assert choose_claims([sure, other]) == Choice((sure,), (other,))


def test_the_same_answer_from_two_sentences_is_given_once_with_both():
    choice = choose_claims([claim("Ahmad al-Mesmari", 0.9, A), claim("al-Mesmari.", 0.8, B)])
    assert [c.text for c in choice.chosen] == ["Ahmad al-Mesmari"]
    assert choice.chosen[0].evidence == (A, B)
    assert choice.dropped == ()


def test_an_answer_has_three_sentences_at_most():
    words = ["alpha", "bravo", "charlie", "delta", "echo"]
    assert len(choose_claims([claim(word, 0.29) for word in words]).chosen) == 3


@pytest.mark.parametrize(
    ("question", "answer", "new"),
    [
        ("Why did Haftar reject the ceasefire?", "Haftar rejected the ceasefire.", False),
        ("¿Por qué rechazó Haftar el alto el fuego?", "Haftar rechazó el alto el fuego.", False),
        ("Why did Haftar reject it?", "Haftar rejected it because of the militias.", True),
        ("How many men?", "2 500", True),
        ("Qui parle au nom du général Okello ?", "Le général Okello parle en son nom.", True),
        ("Qui parle au nom du général ?", "Le général parle au nom du général.", False),
        ("Did he go?", "No.", True),
    ],
)
def test_an_answer_that_repeats_the_question_says_nothing_new(question, answer, new):
    assert says_something_new(question, answer) is new
