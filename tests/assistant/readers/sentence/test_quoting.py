from dataclasses import replace

from assistant.evidence import Evidence, best_evidence
from assistant.readers.sentence.quoting import (
    in_reading_order,
    likeliest,
    names_all,
    quote_in_order,
)
from assistant.stages import Claim, Reading, Support, Verdict


def evidence_for(store, question, count=4):
    return best_evidence(store.search(question), count)


def read(item: Evidence, text: str, p_null: float) -> Reading:
    return Reading(text, (item,), p_null=p_null)


def test_a_sentence_about_somebody_else_is_not_among_the_likeliest(small_store):
    first, second, *_ = evidence_for(small_store, "Who is Haftar's spokesman?")
    another = Claim.of(read(first, "x", 0.0), Verdict(Support.WRONG_ENTITY, 0.0))
    assert likeliest([another, read(second, "", 0.9)]) == [second]


def test_a_sentence_that_reads_well_comes_before_one_that_matches_a_little_better(small_store):
    first, second, *_ = evidence_for(small_store, "Who is Haftar's spokesman?")
    assert likeliest([read(first, "", 0.1), read(second, "x", 0.1)])[0] == first
    assert likeliest([read(first, "", 0.9), read(second, "x", 0.1)])[0] == second


def test_a_headline_is_quoted_only_where_nothing_else_was_read(small_store):
    body, *_ = evidence_for(small_store, "Who is Haftar's spokesman?")
    titled = replace(body.hit.article, title=body.text)
    headline = replace(body, hit=replace(body.hit, article=titled), score=body.score + 1)
    assert likeliest([read(headline, "x", 0.1), read(body, "", 0.9)]) == [body]
    assert likeliest([read(headline, "x", 0.1)]) == [headline]


def test_only_the_best_are_quoted_in_the_order_of_the_article(small_store):
    readings = [read(e, "", 0.5) for e in evidence_for(small_store, "Haftar")]
    best = likeliest(readings)
    assert len(best) == 2 < len(readings)
    placed = sorted(best, key=lambda e: (e.number, e.span.start))
    assert [claim.text for claim in quote_in_order(best[::-1], 0.7)] == [e.text for e in placed]
    assert in_reading_order(best[::-1]) == " ".join(e.text for e in placed)
    assert {claim.probability for claim in quote_in_order(best, 0.7)} == {0.7}


def test_sentences_must_name_every_place_that_is_asked_about(small_store):
    items = evidence_for(small_store, "Pourquoi Haftar rejette-t-il la trêve en Libye ?", 9)
    french = [item for item in items if item.hit.article.language == "fr"]
    assert names_all("Did Haftar reject the ceasefire in Libya?", "en", french)
    assert not names_all("What is the capital of Lebanon?", "en", french)
    assert not names_all("What does Burkina Faso want of Haftar?", "en", french)
    # In another language a body of that name may have another, and in German any noun a capital.
    assert names_all("Does Haftar trust the League of Wanderers?", "en", french)
    assert names_all("Was sagt der Libanon zur Waffenruhe?", "de", french)


def test_sentences_in_the_language_of_a_question_must_have_its_names(small_store):
    items = evidence_for(small_store, "Who is the president of the cooperative in Kairouan?")
    english = [item for item in items if item.hit.article.language == "en"]
    assert names_all("Who leads the cooperative of Kairouan?", "en", english)
    assert not names_all("Who leads the cooperative of Ms Okonkwo?", "en", english)
