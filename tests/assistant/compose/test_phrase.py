"""Which quotations are phrased, and what is taken from the model's reply."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk

from assistant.compose.phrase import ModelPhraser
from assistant.evidence import best_evidence
from assistant.query.query import Query
from assistant.stages import Claim, Reading, Support, Verdict
from ingest import split_passages
from vectorstore import ScoredPassage, Span


@dataclass
class Pieces:
    """The role of a model that writes some pieces."""

    pieces: tuple[str, ...]
    prompts: list[Any] = field(default_factory=list)

    def stream(self, prompt: Any) -> Iterator[AIMessageChunk]:
        self.prompts.append(prompt)
        yield from map(AIMessageChunk, self.pieces)


@pytest.fixture
def claim(sample_article) -> Claim:
    """The quotation of a French sentence."""
    passage = split_passages(sample_article)[0]
    hit = ScoredPassage(passage, sample_article, 0.9, (0.9,) * len(passage.sentences), 0.9)
    (item,) = best_evidence([hit], 1)
    return Claim(item.text, (item,), quoted=True, verdict=Verdict(Support.VERIFIED, 0.8))


def phrase(
    role: Pieces, claim: Claim, words: str, language: str, is_order: bool = False
) -> list[str | Reading]:
    """What is phrased of a claim whose answer is some words of it."""
    text = claim.evidence[0].hit.article.text
    start = text.index(words)
    use: Any = SimpleNamespace(model=SimpleNamespace(phrase=role))
    query = Query("Who reads Haftar's statements?", language)
    phraser = ModelPhraser(use, lambda item: is_order and item == claim.evidence[0])
    return list(phraser.phrase(query, replace(claim, spans=(Span(start, start + len(words)),))))


def test_the_pieces_are_drafts_and_the_last_is_the_reading(claim):
    role = Pieces((" Ahmad", " al-Mesmari", "", " reads them. "))
    *drafts, reading = phrase(role, claim, "Ahmad al-Mesmari", "en")
    assert drafts == [" Ahmad", " al-Mesmari", " reads them. "]
    assert isinstance(reading, Reading)
    assert reading.text == "Ahmad al-Mesmari reads them."
    assert reading.evidence == claim.evidence
    assert not reading.quoted
    assert role.prompts[0][-1].content == "Answer in English:"


def test_words_that_no_sentence_in_another_language_could_be_held_to_are_not_phrased(claim):
    role = Pieces(("In the evening.",))
    assert phrase(role, claim, "dans la soirée", "en") == []
    assert role.prompts == []
    assert phrase(role, claim, "dans la soirée", "fr") != []


def test_an_order_is_not_put_into_other_words(claim):
    role = Pieces(("Ahmad al-Mesmari reads them.",))
    assert phrase(role, claim, "Ahmad al-Mesmari", "en", is_order=True) == []
    assert role.prompts == []
