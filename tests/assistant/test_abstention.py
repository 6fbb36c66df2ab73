from assistant.abstention import chance_of_answer


def test_sentences_that_suffice_and_a_claim_that_is_trusted_answer():
    assert (
        chance_of_answer(sufficiency=0.9, abstention=0.1, trust=0.45, match=0.5, passages=9) > 0.9
    )


def test_either_doubt_alone_is_enough_to_abstain():
    assert (
        chance_of_answer(sufficiency=0.05, abstention=0.2, trust=0.4, match=0.5, passages=9) < 0.5
    )
    assert (
        chance_of_answer(sufficiency=0.9, abstention=0.95, trust=0.05, match=0.5, passages=9) < 0.5
    )


def test_a_poor_match_counts_the_more_the_more_passages_there_are():
    few, some, many, more = (
        chance_of_answer(sufficiency=0.8, abstention=0.2, trust=0.4, match=0.01, passages=passages)
        for passages in (5, 50, 200, 100_000)
    )
    assert few > some > many
    assert more == many < 0.5 < few


def test_certainty_is_a_chance_too():
    assert (
        0
        < chance_of_answer(0.0, 1.0, 0.0, 0.0, 1000)
        < chance_of_answer(1.0, 0.0, 1.0, 1.0, 1000)
        < 1
    )
