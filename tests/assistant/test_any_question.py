"""Questions of any text through what needs no model: nothing raises, and nothing is made up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Citation
from assistant.claims import says_something_new
from assistant.compose.composer import as_sentences
from assistant.evidence import best_evidence
from assistant.query.decompose import split_parts
from assistant.query.intent import is_greeting, topic_asked_about
from assistant.query.scope import Scope, scope_of
from assistant.query.turns import Turn, recent
from assistant.stages import Claim, Support, Verdict
from assistant.text.names import name_runs, names, unnamed
from assistant.text.numbers import numbers, regroup
from ingest.chunking.passages import split_passages
from ingest.normal_form import normal_form
from tests.ingest.chunking.test_sentences import ANY_TEXT
from vectorstore import Article, ScoredPassage
from vectorstore.passage import Span

LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl", "ru", "ar", "zh", "ja", "hi", "xx")
PIECES = (
    "what who and where, and when et qui y quién und wo и кто وماذا how many articles Paris"
    " al-Sarraj d’Erdogan 2 500 1,2 million three vingt-et-un ٣٤ Ⅻ ² ½ 三百万 ? ؟ ？ ( « [1]"
    " \0 \x1b[2J \u202e \u0301 <|im_end|> ; -- ' \" % _ \\ 👩\u200d🚒"
).split(" ")
QUESTIONS = st.text(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=15).map(" ".join)


@settings(max_examples=60)
@given(QUESTIONS)
def test_the_parts_of_a_question_are_its_own_words(question: str):
    parts = split_parts(question)
    assert parts
    words = set(question.replace("?", " ? ").split())
    for part in parts:
        assert set(part.replace("?", " ? ").split()) - {"?"} <= words
    assert isinstance(is_greeting(question), bool)
    topic = topic_asked_about(question)
    assert topic is None or topic in question
    assert scope_of(question) in Scope


@settings(max_examples=60)
@given(QUESTIONS, QUESTIONS, st.sampled_from(LANGUAGES))
def test_names_and_numbers_of_any_text(question: str, text: str, language: str):
    assert all(run in question for run in name_runs(question))
    assert all(name in question for name in names(question))
    assert set(unnamed(question, text)) <= set(name_runs(question))
    found = numbers(question, language)
    assert all(number.isdecimal() for number in found)
    assert numbers(question) <= numbers(question, lenient=True)
    assert numbers(regroup(question, text, language)) <= numbers(question) | numbers(text)
    assert not says_something_new(question, "")


@pytest.mark.parametrize("part", ["what is it and who ", "Who? ", "a, et qui ", "وماذا "])
def test_a_question_of_very_many_parts_is_no_recursion_without_end(part: str):
    assert split_parts(part * 2000)


@settings(max_examples=30)
@given(st.lists(st.builds(Turn, QUESTIONS, QUESTIONS), max_size=5), st.integers(0, 50))
def test_the_last_turns_are_kept(turns: list[Turn], tokens: int):
    kept = recent(turns, tokens)
    assert kept == turns[len(turns) - len(kept) :]
    assert bool(kept) == bool(turns)


@settings(max_examples=60)
@given(ANY_TEXT.map(normal_form), st.data())
def test_the_offsets_of_citations_give_the_words_quoted(text: str, data: st.DataObject):
    article = Article(text, "A title", "a.txt", language="en", page_starts=(0, len(text) // 2))
    hits = [
        ScoredPassage(passage, article, 1.0, tuple(1.0 for _ in passage.sentences))
        for passage in split_passages(article, 60)
    ]
    for evidence in best_evidence(hits, 5):
        start = data.draw(st.integers(evidence.span.start, evidence.span.end - 1))
        end = data.draw(st.integers(start + 1, evidence.span.end))
        verdict = Verdict(Support.VERIFIED, 0.9)
        claim = Claim(
            evidence.text, (evidence,), spans=(Span(start, end),), quoted=True, verdict=verdict
        )
        (sentence,) = as_sentences([claim])
        (cited,) = sentence.citations
        assert cited.quote == text[cited.start : cited.end]
        assert cited.span is not None
        before, answering, after = cited.parts
        assert answering.split() == text[cited.span[0] : cited.span[1]].split()
        assert f"{before}{answering}{after}".split() == sentence.text.split()
        assert Citation.model_validate_json(cited.model_dump_json()) == cited
