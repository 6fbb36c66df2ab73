from dataclasses import replace
from types import SimpleNamespace

from assistant.answer import AnswerSentence, Citation
from assistant.claims import ACCEPTED, Claim, as_dropped, choose_claims, marked_text

A, B = (SimpleNamespace(name=name, cite=lambda: cite(1)) for name in "ab")


def cite(number: int) -> Citation:
    return Citation(number=number, passage_id="p", article_id="a", start=0, end=1, quote="x")


def claim(text: str, trust: float, *evidence) -> Claim:
    return Claim(text, evidence or (A,), trust)


def test_nothing_is_chosen_where_nothing_can_be_trusted():
    assert choose_claims([]).chosen == ()
    doubtful = claim("Russia sent 2500 men.", ACCEPTED - 0.01)
    choice = choose_claims([doubtful])
    assert (choice.chosen, choice.dropped) == ((), (doubtful,))
    assert choice.confidence == doubtful.trust


def test_what_was_not_checked_is_never_chosen():
    unchecked = replace(claim("Turkey called for talks.", 0.9), is_checked=False)
    checked = claim("Russia asked for peace.", 0.6)
    choice = choose_claims([unchecked, checked])
    assert (choice.chosen, choice.dropped) == ((checked,), (unchecked,))
    assert [each.reason for each in as_dropped([unchecked])] == ["weaker"]
    assert choose_claims([unchecked]).confidence == ACCEPTED


def test_the_most_trusted_comes_first_and_much_weaker_ones_are_left_out():
    choice = choose_claims(
        [
            claim("Turkey called for talks.", 0.8),
            claim("Russia asked for peace.", 0.9),
            claim("Germany proposed a summit.", 0.55),
        ]
    )
    assert [c.text for c in choice.chosen] == [
        "Russia asked for peace.",
        "Turkey called for talks.",
    ]
    assert [c.text for c in choice.dropped] == ["Germany proposed a summit."]
    assert choice.confidence == 0.9


def test_the_same_answer_from_two_sentences_is_given_once_with_both():
    choice = choose_claims([claim("Ahmad al-Mesmari", 0.9, A), claim("al-Mesmari.", 0.8, B)])
    assert [c.text for c in choice.chosen] == ["Ahmad al-Mesmari"]
    assert choice.chosen[0].evidence == (A, B)
    assert choice.dropped == ()


def test_an_answer_has_three_sentences_at_most():
    words = ["alpha", "bravo", "charlie", "delta", "echo"]
    assert len(choose_claims([claim(word, 0.9) for word in words]).chosen) == 3


def test_markers_follow_each_sentence_once():
    sentences = [
        AnswerSentence(text="One.", citations=(cite(2), cite(2), cite(1))),
        AnswerSentence(text="Two.", citations=(cite(3),)),
    ]
    assert marked_text(sentences) == "One. [2][1] Two. [3]"


def test_a_translation_stands_in_brackets_behind_the_markers():
    sentence = AnswerSentence(text="Un.", citations=(cite(1),), quoted=True, translation="One.")
    assert marked_text([sentence]) == "Un. [1] (One.)"
