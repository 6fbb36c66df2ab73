"""The panel's stores: what is drawn from the files, and which text answers which question."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from eval.datasets.panel import SOURCES, XQUAD, PanelStore, Sizes, panel_stores

_WORDS = ("harbour", "comet", "olive", "museum", "glacier", "ferry", "orchard", "lantern")


def text_of(number: int, language: str = "en") -> str:
    """A text that has nothing in common with those of other numbers."""
    return " ".join(f"{word}{number}{language}" for word in _WORDS)


def row(number: int, language: str, question: str | None = None, **changes: object) -> dict:
    return {
        "id": f"{language}-test-{number}",
        "lang": language,
        "context": text_of(number, language),
        "question": question or f"Which {language} museum is number {number}?",
        "answers": [{"text": "harbour", "start": 0}],
        **changes,
    }


def write(folder: Path, rows: dict[str, list[dict]]) -> Path:
    """Write a file for each source, with a row of its own language unless `rows` has others."""
    for source in SOURCES:
        default = [row(number, source.languages[0]) for number in range(40)]
        lines = map(json.dumps, rows.get(source.name, default))
        with gzip.open(folder / f"{source.name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.write("\n".join(lines))
    return folder


def stores(folder: Path, rows: dict[str, list[dict]], sizes: Sizes) -> dict[str, PanelStore]:
    return {each.name: each for each in panel_stores(write(folder, rows), None, sizes)}


def test_a_store_holds_as_many_texts_and_questions_as_are_asked_for(tmp_path):
    found = stores(tmp_path, {}, Sizes(texts=20, questions=5))
    fairy = found["fairytaleqa"]
    assert (len(fairy.texts), len(fairy.questions), fairy.language) == (20, 5, "en")
    assert found == stores(tmp_path, {}, Sizes(texts=20, questions=5))
    for question in fairy.questions:
        (name,) = question.answered_by
        assert question.text.rpartition(" ")[2].rstrip("?") in fairy.texts[name]
    small = stores(tmp_path, {}, Sizes(size=3 * len(text_of(10))))["kazqad"]
    assert len(small.texts) == 3


def test_only_held_out_contexts_are_taken_of_files_that_are_trained_on(tmp_path):
    texts = set(stores(tmp_path, {}, Sizes())["piaf"].texts.values())
    held_out = {
        text
        for text in (text_of(number, "fr") for number in range(40))
        if hashlib.sha256(text.encode()).digest()[0] < 26
    }
    assert texts == held_out
    assert 0 < len(texts) < 40


def test_texts_that_overlap_and_questions_without_answer_are_left_out(tmp_path):
    rows = [row(1, "en"), row(2, "en", context=f"{text_of(1)} {_WORDS[0]}"), row(3, "en")]
    unanswered = row(4, "en", answers=[])
    store = stores(tmp_path, {"policyqa": [*rows, unanswered]}, Sizes())["policyqa"]
    assert len(store.texts) == 2
    assert text_of(3) in store.texts.values()
    assert len(store.questions) == 2


def test_a_question_that_is_asked_of_several_texts_is_answered_by_each(tmp_path):
    rows = [row(number, "en", "Do you share my data?") for number in range(3)]
    rows.append(row(0, "en", "Whose harbour is it?"))
    store = stores(tmp_path, {"policyqa": rows}, Sizes())["policyqa"]
    about = {each.text: each.answered_by for each in store.questions}
    assert about["Do you share my data?"] == set(store.texts)
    (name,) = about["Whose harbour is it?"]
    assert store.texts[name] == text_of(0)


def test_few_questions_are_about_one_text(tmp_path):
    rows = [row(0, "en", f"Which museum is number {number}?") for number in range(9)]
    assert len(stores(tmp_path, {"fairytaleqa": rows}, Sizes())["fairytaleqa"].questions) == 3


@pytest.mark.parametrize("language", ["de", "fr"])
def test_parallel_texts_are_asked_the_same_questions_in_all_languages(tmp_path, language):
    rows = [row(number, each) for number in range(4) for each in ("de", "en", "fr", "ar", "uk")]
    found = stores(tmp_path, {"integreat-omosqa": rows}, Sizes())
    store = found[f"integreat-omosqa.{language}"]
    assert store.language == language
    assert set(store.texts.values()) == {text_of(number, language) for number in range(4)}
    assert sorted({each.language for each in store.questions}) == ["ar", "de", "en", "fr", "uk"]
    for question in store.questions:
        (name,) = question.answered_by
        assert question.text.rpartition(" ")[2].rstrip("?") in store.texts[name]


def test_xquad_is_read_in_its_languages(tmp_path):
    for language in XQUAD.languages:
        asked = {"id": "a", "question": f"Which {language} museum?", "answers": []}
        content = {"data": [{"paragraphs": [{"context": text_of(1, language), "qas": [asked]}]}]}
        path = tmp_path / f"xquad.{language}.json"
        path.write_text(json.dumps(content), encoding="utf-8")
    found = list(panel_stores(write(tmp_path, {}), tmp_path, Sizes()))[-3:]
    assert [each.name for each in found] == ["xquad.en", "xquad.es", "xquad.de"]
    assert sorted(each.language for each in found[1].questions) == ["de", "en", "es"]
