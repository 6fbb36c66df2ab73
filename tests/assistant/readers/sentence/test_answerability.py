import pytest

from assistant.readers.sentence.answerability import chance_of_answer


def chance(sufficiency: float, abstention: float, trust: float, match=0.5, passages=9) -> float:
    return chance_of_answer(lambda: sufficiency, abstention, trust, match, passages)


def test_sentences_that_suffice_and_a_claim_that_is_trusted_answer():
    assert chance(sufficiency=0.9, abstention=0.1, trust=0.45) > 0.8


def test_either_doubt_alone_is_enough_to_abstain():
    assert chance(sufficiency=0.02, abstention=0.3, trust=0.3) < 0.5
    assert chance(sufficiency=0.9, abstention=0.95, trust=0.05) < 0.5


@pytest.mark.parametrize(
    ("abstention", "trust", "answers"), [(0.01, 0.45, True), (1.0, 0.0, False)]
)
def test_sufficiency_is_not_asked_for_where_it_cannot_decide(abstention, trust, answers):
    def unasked() -> float:
        pytest.fail("the sufficiency was asked for")

    assert (chance_of_answer(unasked, abstention, trust, 0.5, 9) > 0.5) == answers


def test_a_poor_match_counts_the_more_the_more_passages_there_are():
    few, some, many, more = (
        chance(sufficiency=0.8, abstention=0.3, trust=0.3, match=0.01, passages=passages)
        for passages in (5, 50, 200, 100_000)
    )
    assert few > some > many
    assert more == many < 0.5 < few


def test_certainty_is_a_chance_too():
    assert 0 < chance(0.0, 1.0, 0.0, 0.0, 1000) < chance(1.0, 0.0, 1.0, 1.0, 1000) < 1
