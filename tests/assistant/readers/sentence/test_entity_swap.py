"""Answers that are about somebody else; how far each is borne out is laid down, but for one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import pytest

from assistant.evidence import Evidence
from assistant.llm.load import load_local
from assistant.readers.sentence import entity_swap
from assistant.readers.sentence.entity_swap import is_of_another, missing_name
from assistant.readers.sentence.reading import entailment_probability
from assistant.settings import Settings
from vectorstore import Article, Passage, Span
from vectorstore.passage import ScoredPassage

ASKED, TOLD = "How many tents did Norway send?", "Norway sent 300 tents."
AFTER = "It was asked of Norway, and of Khalifa Haftar."
TEXT = "The camp, said Lena Marsh, was built from 300 tents that Canada had sent."


@dataclass
class Checks:
    """How far answers are borne out by the name in them, and which were asked about."""

    chances: dict[str, float]
    asked: list[str]

    def is_of_another(self, question: str, answer: str, item: Evidence, heading: str) -> bool:
        return is_of_another(cast(Any, None), question, answer, item, heading, 0.7)


@pytest.fixture
def checks(monkeypatch) -> Callable[..., Checks]:
    def make(**chances: float) -> Checks:
        made = Checks(chances, [])

        def borne_out(_: Any, text: str, question: str, answer: str, heading: str) -> float:
            made.asked.append(f"{question} {answer}")
            return next((chance for name, chance in chances.items() if name in question), 0.0)

        monkeypatch.setattr(entity_swap, "entailment_probability", borne_out)
        return made

    return make


def sentence(text: str = TEXT, language: str = "en", after: str = AFTER) -> Evidence:
    whole = f"{text} {after}"
    article = Article(whole, "Tents", "tents.txt", language=language)
    passage = Passage(article.id, 0, len(whole), whole, (Span(0, len(text)),))
    return Evidence(1, ScoredPassage(passage, article, 1.0, (1.0,)), Span(0, len(text)), 1.0)


def test_what_fits_somebody_else_better_is_of_another(checks):
    made = checks(Canada=0.95)
    assert made.is_of_another(ASKED, TOLD, sentence(), "")
    assert made.asked[-1] == "How many tents did Canada send? Canada sent 300 tents."


def test_what_fits_others_no_better_is_not(checks):
    made = checks(Canada=0.75, Lena=0.1)
    assert not made.is_of_another(ASKED, TOLD, sentence(), "")
    assert len(made.asked) == 2


def test_a_name_in_the_heading_is_tried_too(checks):
    made = checks(Quebec=0.95)
    assert made.is_of_another(ASKED, TOLD, sentence("They sent 300 tents."), "A camp in Quebec")


def test_the_name_is_exchanged_as_the_answer_spells_it(checks):
    made = checks(Canada=0.95)
    assert made.is_of_another(
        "How many did Khalifa Haftar send?", "By Hafter, 300.", sentence(), ""
    )
    assert made.asked[-1].endswith("By Canada, 300.")


@pytest.mark.parametrize(
    ("question", "text", "language"),
    [
        ("How many tents did Canada send?", TEXT, "en"),
        ("How many tents were sent?", TEXT, "en"),
        (ASKED, "It sent 300 tents.", "en"),
        (ASKED, "Das Lager hat 300 Zelte von Kanada.", "de"),
    ],
)
def test_nothing_is_asked_where_nobody_could_be_mistaken_for_another(
    checks, question, text, language
):
    made = checks()
    assert not made.is_of_another(question, TOLD, sentence(text, language), "")
    assert made.asked == []


def test_a_name_that_stands_nowhere_may_be_in_the_sentence_in_another_language(checks):
    made = checks(Russie=0.95)
    text = "Un camp de 300 tentes que la Russie avait envoyées."
    assert not made.is_of_another(
        "Hoeveel tenten stuurde Rusland?", "300", sentence(text, "fr"), ""
    )
    assert made.asked == []


def test_a_name_is_missing_where_no_part_of_it_stands():
    assert missing_name("Did Peyton Manning see Ann Lee?", "Manning saw her.") == "Ann Lee"
    assert missing_name("Did Peyton Manning see her?", "Manning saw her.") == ""


@pytest.mark.model
def test_the_local_model_finds_the_other():
    model, item = load_local(Settings(model="local")), sentence()
    as_it_stands = entailment_probability(model, TEXT, ASKED, TOLD)
    assert is_of_another(model, ASKED, TOLD, item, "", as_it_stands)
    right = ("How many tents did the neighbours in Canada send?", "Canada sent 300 tents.")
    assert not is_of_another(model, *right, item, "", entailment_probability(model, TEXT, *right))
