import time

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from ingest import sample_article_path
from ingest.chunking.sentences import MAX_SIZE, split_sentences
from ingest.chunking.text_size import text_size
from tests.ingest.sentence_cases import CASES

ANY_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(" \n\t.!?…«»“”\"'()[];,:—-1aAéßЖж۔؟عا。！中文\u0301\u200d\ud800"),
    )
)


def cut(text: str, language: str | None) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text, language)]


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_sentences_end_where_a_reader_ends_them(language: str, marked: str):
    expected = [sentence.strip() for sentence in marked.split("‖")]
    assert cut(marked.replace("‖", ""), language) == expected


def test_the_sample_has_eleven_sentences():
    sentences = cut(sample_article_path().read_text("utf-8"), "fr")
    assert len(sentences) == 11
    assert sentences[2] == "Haftar persiste et signe…"
    assert sentences[4].startswith("« Nous saluons")
    assert sentences[4].endswith("cessez-le-feu.")
    assert sentences[-1].endswith("« certains pays » ; resteraient en place.")


def test_a_short_quotation_is_kept_whole():
    quotation = "“We have waited. Now we will advance on every road that leads there,” he said."
    assert cut(quotation, "en") == [quotation]


def test_a_long_quotation_is_cut_and_keeps_its_marks():
    sentences = [
        "“We have waited here for many weeks in the cold while the others talked in the capital.",
        "Nobody thanked us for that patience, and nobody will.",
        "Now the army will advance on every road that leads from here to the coast,” he said.",
    ]
    assert cut(" ".join(sentences), "en") == sentences


def test_an_empty_line_ends_a_sentence_and_a_wrapped_line_does_not():
    wrapped = (
        "The general rejected the ceasefire that Turkey and Russia had\n"
        "called for, and he announced that the offensive on the capital\n"
        "would go on until the militias had left."
    )
    assert cut(f"A headline\n\n{wrapped}\n\nSources", "en") == ["A headline", wrapped, "Sources"]


def test_lines_of_a_list_are_sentences():
    assert cut("Bring:\n- bread\n- water\n- salt", "en") == [
        "Bring:",
        "- bread",
        "- water",
        "- salt",
    ]


@given(ANY_TEXT, st.sampled_from([None, "fr", "en", "de", "ar", "ru", "zh", "xx"]))
def test_sentences_lose_nothing_but_white_space(text: str, language: str | None):
    spans = split_sentences(text, language)
    end = 0
    for span in spans:
        assert not text[end : span.start].strip()
        sentence = text[span.start : span.end]
        assert sentence
        assert sentence == sentence.strip()
        end = span.end
    assert not text[end:].strip()


@given(st.text(st.sampled_from("aA.中\u0301 ,;"), min_size=400, max_size=3000))
def test_no_sentence_is_too_long_to_embed(text: str):
    assert all(text_size(sentence) <= MAX_SIZE for sentence in cut(text, "en"))


def test_a_long_sentence_is_cut_at_its_pauses():
    clause = "the general who had been in the east since the spring spoke of the war"
    sentences = cut("; ".join([clause] * 20) + ".", "en")
    assert len(sentences) > 1
    assert all(regex.search(r"[;.]$", sentence) for sentence in sentences)


@pytest.mark.parametrize("text", ["« " * 50_000, "a. B " * 40_000, "(" * 100_000, "x" * 300_000])
def test_hostile_text_takes_no_more_than_linear_time(text: str):
    started = time.process_time()
    assert split_sentences(text, "en")
    assert time.process_time() - started < 20


def test_a_row_of_a_table_is_quoted_whole():
    row = "Town: Arnel | Note: It was paid late. See the letter of May. | Fine: 980"
    assert cut(f"{row}\nIt was paid late. See the letter.", "en") == [
        row,
        "It was paid late.",
        "See the letter.",
    ]
