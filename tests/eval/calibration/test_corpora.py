"""Which articles and questions are recorded together."""

import json

import pytest

from eval.calibration.corpora import MIXED, corpora
from ingest import read_articles

_TEXTS = {
    "en": [
        "The mayor opened the old bridge over the river in May.",
        "The olive harvest was poor this year because of the drought.",
        "Two astronomers saw the comet from the desert last night.",
        "The bakers went on strike in the capital for better wages.",
    ],
    "de": [
        "Der Bürgermeister eröffnete die alte Brücke über den Fluss im Mai.",
        "Die Olivenernte war in diesem Jahr wegen der Dürre schlecht.",
        "Zwei Astronomen sahen den Kometen gestern Nacht aus der Wüste.",
        "Die Bäcker streikten in der Hauptstadt für bessere Löhne.",
    ],
}
_QUESTIONS = {
    "en": ["When was the bridge opened?", "What was poor?", "What was seen?", "Who did not work?"],
    "de": [
        "Wann wurde die Brücke eröffnet?",
        "Was war schlecht?",
        "Was wurde gesehen?",
        "Wer arbeitete nicht?",
    ],
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The corpora of a German and an English file, by name."""
    folder = tmp_path_factory.mktemp("squad")
    files = []
    for language in ("en", "de"):
        paragraphs = [
            {
                "context": text,
                "qas": [
                    {
                        "id": f"q{number}",
                        "question": question,
                        "answers": [{"text": text.split()[-2], "answer_start": 0}],
                    }
                ],
            }
            for number, (text, question) in enumerate(
                zip(_TEXTS[language], _QUESTIONS[language], strict=True)
            )
        ]
        files.append(folder / f"squad.{language}.json")
        files[-1].write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")
    return {each.name: each for each in corpora(files, 4, tmp_path_factory.mktemp("articles"))}


def test_each_language_is_asked_in_all(made):
    german = made["squad.de"]
    assert {next(read_articles(path)).text for path in german.articles} == set(_TEXTS["de"])
    asked = [question.question for _, question in german.questions]
    assert sorted(asked) == sorted([*_QUESTIONS["en"], *_QUESTIONS["de"]])


def test_a_mixed_paragraph_is_held_once_and_its_questions_point_to_it(made):
    mixed = made[MIXED]
    texts = {path.name: next(read_articles(path)).text for path in mixed.articles}
    assert len(mixed.articles) == len(texts) == 4
    assert set(texts.values()) & set(_TEXTS["en"])
    assert set(texts.values()) & set(_TEXTS["de"])
    assert len(mixed.questions) == 8
    for group, question in mixed.questions:
        (proof,) = question.facts[0].evidence
        assert group == proof.source
        assert texts[group][proof.start : proof.end] == proof.quote


def test_translations_are_of_one_group(made):
    groups = {}
    for group, question in made["article"].questions:
        groups.setdefault(group, set()).add(question.language)
    assert len(groups["article-why-01"]) > 1


def test_only_questions_that_stand_alone_and_may_be_tuned_on_are_taken(made):
    for name in ("article", "several"):
        for _, question in made[name].questions:
            assert question.split == "dev"
            assert not question.history


def test_conversations_are_not_fitted_to(made):
    assert not any(name.startswith("conversations") for name in made)


def test_questions_about_something_else_have_no_answer(made):
    corpus = made["several.off-topic"]
    assert corpus.articles == made["several"].articles
    assert len(corpus.questions) == 2
    assert not any(question.is_answerable for _, question in corpus.questions)
