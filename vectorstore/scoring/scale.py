"""Score normalisation: maps the similarities of any embedding model to those of the packaged one.

Unrelated texts have a cosine similarity of 0.75 with one model, and of 0.2 with another. Weights
and probabilities are fitted for the packaged model. For another model, the similarities of known
pairs of question and answer are measured, and a linear map gives all similarities the same meaning
(Montague and Aslam 2001, "Relevance score normalization for metasearch").
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vectorstore.calibration import SEARCH

if TYPE_CHECKING:
    from vectorstore.embedding.embedder import Embedder

PAIRS = (
    ("Who designed the new museum?", "The museum was designed by the architect Lena Vogt."),
    ("Why was the concert cancelled?", "The town called the concert off because of the storm."),
    ("How many workers went on strike?", "Some 400 employees of the plant stopped working."),
    ("When does the ferry leave?", "The boat sets out at a quarter past six in the morning."),
    ("What did the minister promise?", "The minister assured farmers that he would lower taxes."),
    ("Where was the comet first seen?", "Astronomers in Chile were the first to spot the comet."),
    ("How is the vaccine stored?", "Doses have to be kept in a freezer at minus 70 degrees."),
    ("Which team won the final?", "Norway beat Sweden in the last match and took the cup."),
    ("What causes the fish to die?", "The fish perish for lack of oxygen in the warm river."),
    ("Who leads the pilots' union?", "The head of the union of pilots is Mary Cole."),
    ("How tall is the bridge?", "The bridge rises 90 metres above the valley."),
    ("Why did the company's shares fall?", "Investors sold as the profit was a disappointment."),
    ("What language do the islanders speak?", "People on the island talk a dialect of Malay."),
    ("How old is the painting?", "The picture dates from the sixteenth century."),
    ("Whom did the court sentence?", "The judges sent the former banker to prison."),
    ("What does the recipe need besides flour?", "The dough is made of flour, eggs and butter."),
)
"""Questions, each with a sentence that answers it; the others' sentences do not."""

_LEAST_APART = 0.02
"""Least difference of the two; a model with a smaller one is not normalised."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Linear map of a model's similarities to those of the packaged model."""

    slope: float = 1.0
    offset: float = 0.0

    def of(self, similarities: NDArray[np.float32]) -> NDArray[np.float32]:
        """`similarities` on the scale of the packaged model, in the same shape."""
        return self.slope * similarities + self.offset


AS_IS = Scale()


def measure(embedder: "Embedder") -> tuple[float, float]:
    """Mean similarity, -1 to 1, of related and of unrelated texts with a model."""
    questions, sentences = zip(*PAIRS, strict=True)
    similarities = embedder.encode_queries(questions) @ embedder.encode_passages(sentences).T
    own = np.eye(len(PAIRS), dtype=bool)
    return float(similarities[own].mean()), float(similarities[~own].mean())


def scale_of(embedder: "Embedder") -> Scale:
    """The scale of a model's similarities; embeds `PAIRS` unless it is the packaged model."""
    if embedder.is_as_packaged:
        return AS_IS
    related, unrelated = measure(embedder)
    if related - unrelated < _LEAST_APART:
        return AS_IS
    slope = (SEARCH.related_similarity - SEARCH.unrelated_similarity) / (related - unrelated)
    return Scale(slope, SEARCH.unrelated_similarity - slope * unrelated)
