from concurrent.futures import ThreadPoolExecutor

import pytest

from ingest import split_passages
from vectorstore import Passage, Span


@pytest.fixture(scope="module")
def passages(sample_article):
    return split_passages(sample_article)


def best(scorer, question, passages, article):
    found = [span for passage in scorer.score(question, passages) for span in passage]
    span = max(found, key=lambda each: each.margin).span
    return article.text[span.start : span.end]


def test_the_words_that_answer_are_found_in_the_article(scorer, passages, sample_article):
    assert "Mesmari" in best(
        scorer, "Qui est le porte-parole de Haftar ?", passages, sample_article
    )
    assert "Mesmari" in best(scorer, "Who is Haftar's spokesman?", passages, sample_article)


def test_each_sentence_has_its_span_within_it(scorer, passages):
    for passage, found in zip(passages, scorer.score("Why?", passages), strict=True):
        assert len(found) == len(passage.sentences)
        for sentence, each in zip(passage.sentences, found, strict=True):
            assert sentence.start <= each.span.start <= each.span.end <= sentence.end


def test_a_passage_is_scored_the_same_alone_and_among_others(scorer, passages):
    question = "Who is Haftar's spokesman?"
    together = scorer.score(question, passages)
    for passage, found in zip(passages, together, strict=True):
        [alone] = scorer.score(question, [passage])
        assert [each.margin for each in alone] == pytest.approx(
            [each.margin for each in found], abs=0.3
        )


def test_what_lies_behind_the_end_of_what_is_read_is_no_answer(scorer):
    text = "It rained. " * 400 + "Ida Molander won."
    sentences = tuple(Span(at * 11, at * 11 + 10) for at in range(400))
    last = Span(4400, len(text))
    passage = Passage("a", 0, len(text), text, (*sentences, last))
    *_, found = scorer.score("Who won?", [passage])[0]
    assert found.span == last
    assert found.margin < -10


def test_nothing_is_read_where_there_is_no_passage(scorer):
    assert scorer.score("Who?", []) == []
    assert scorer.entailment([]) == []


def test_a_claim_is_entailed_by_what_says_so_and_not_by_what_says_otherwise(scorer):
    text = "The library of Marbet was designed by the architect Sunniva Krall."
    said, other = scorer.entailment(
        [
            ("Sunniva Krall designed the library of Marbet.", text),
            ("Nobody designed the library of Marbet.", text),
        ]
    )
    assert said > other


def test_threads_share_the_model(scorer, passages):
    asked = ["Who?", "Wer ist der Sprecher von Haftar?", "Quand ?"] * 3
    alone = [scorer.score(question, passages) for question in asked]
    with ThreadPoolExecutor(3) as threads:
        together = list(threads.map(lambda each: scorer.score(each, passages), asked))
    spans = [[s.span for p in found for s in p] for found in alone]
    assert [[s.span for p in found for s in p] for found in together] == spans
