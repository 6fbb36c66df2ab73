from assistant.evidence import best_evidence
from assistant.readers.extractive import ExtractiveReader
from assistant.stages import Query, Retrieved, Support

QUESTION = "Who is Haftar's spokesman?"


def test_the_sentence_that_matches_best_is_quoted_as_it_stands(small_store):
    evidence = best_evidence(small_store.search(QUESTION), 4)
    retrieved = Retrieved((), tuple(evidence), lambda: 9)
    first, *_ = ExtractiveReader(4).read(Query(QUESTION, "en"), retrieved)
    assert first.quoted
    assert (first.verdict.support, first.verdict.probability) == (Support.VERIFIED, None)
    assert first.text == evidence[0].text
    assert "Mesmari" in first.text
