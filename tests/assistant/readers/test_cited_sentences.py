import re

import pytest

from assistant.readers.cited_sentences import CitedSentence, cited_sentences


@pytest.mark.parametrize(
    ("marker", "numbers"),
    [
        ("[1]", (1,)),
        ("[1][3]", (1, 3)),
        ("[1, 2]", (1, 2)),
        ("[1,2] [4]", (1, 2, 4)),
        ("[1-3]", (1, 2, 3)),
        ("[2–3]", (2, 3)),
        ("[^1]", (1,)),
        ("【1】", (1,)),
        ("【3†source】", (3,)),
        ("［2］", (2,)),
        ("[١]", (1,)),
        ("[99]", (99,)),
        ("[2][2]", (2,)),
        ("", ()),
    ],
)
@pytest.mark.parametrize(
    "sentence", ["Haftar refused{}.", "Haftar refused.{}", "Haftar{} refused."]
)
def test_a_citation_is_read_in_any_way_that_models_write_it(sentence, marker, numbers):
    (found,) = cited_sentences(sentence.format(f" {marker}" if marker else ""), "en")
    assert found.numbers == numbers
    if numbers:
        assert found.text == "Haftar refused."


def test_each_sentence_has_its_own_citations_and_one_without_stands_alone():
    text = "Mr. Sarraj signed on Jan. 12 [2]. Nobody knows why. He left Moscow. [3] [1]"
    assert cited_sentences(text, "en") == [
        CitedSentence("Mr. Sarraj signed on Jan. 12.", (2,)),
        CitedSentence("Nobody knows why.", ()),
        CitedSentence("He left Moscow.", (3, 1)),
    ]


def test_a_citation_that_opens_a_line_belongs_to_what_follows():
    assert cited_sentences("[2] He left.", "en") == [CitedSentence("He left.", (2,))]


@pytest.mark.parametrize(
    ("language", "text", "sentences"),
    [
        ("zh", "他拒绝了停火【1】。他离开了莫斯科。【2】", ["他拒绝了停火。", "他离开了莫斯科。"]),
        ("ar", "رفض حفتر الهدنة [1]. ثم غادر موسكو [2].", ["رفض حفتر الهدنة.", "ثم غادر موسكو."]),
        ("fr", "Il a refusé [1]. Pourquoi ? [2]", ["Il a refusé.", "Pourquoi ?"]),
    ],
)
def test_sentences_end_as_they_do_in_their_language(language, text, sentences):
    found = cited_sentences(text, language)
    assert [sentence.text for sentence in found] == sentences
    assert [sentence.numbers for sentence in found] == [(1,), (2,)]


def test_mark_up_of_lists_and_of_emphasis_is_taken_off():
    for text in (
        "- **Haftar** refused [1].\n* He left [2].",
        "1. **Haftar** refused [1].\n2. He left [2].",
        "1) Haftar refused [1].\n  - He left [2].",
    ):
        found = cited_sentences(text, "en")
        assert [sentence.text for sentence in found] == ["Haftar refused.", "He left."]


@pytest.mark.parametrize(
    "text",
    [
        "12. Januar 2020 [1].",
        "1. Mai 2020 [1].",
        "12. Januar 2020 in Moskau [1].\n19. Januar 2020 in Berlin [2].",
    ],
)
def test_a_day_that_opens_a_line_is_no_mark_of_a_list(text):
    whole = re.sub(r" \[\d\]", "", text).splitlines()
    assert [found.text for found in cited_sentences(text, "de")] == whole


def test_brackets_that_hold_words_cite_nothing():
    (found,) = cited_sentences("He left [citation needed].", "en")
    assert found.numbers == ()


def test_a_huge_range_is_not_written_out():
    (found,) = cited_sentences("He left [1-999999999].", "en")
    assert len(found.numbers) < 30


def test_what_is_no_text_has_no_sentence():
    assert cited_sentences("\n  \n[1]\n", "en") == []
