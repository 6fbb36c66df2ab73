"""The share of questions whose paragraph is among the nearest."""

import numpy as np

from eval.bench.candidates import Nearness, nearness
from vectorstore import Embedder

_PARAGRAPHS = {
    "ferry": "The ferry leaves at noon. It takes twenty cars.",
    "comet": "A comet was seen in Chile. Its tail is green.",
    "bread": "Bread needs flour and water. The oven must be hot.",
}


def test_a_paragraph_is_nearest_to_what_is_asked_of_it(embedder: Embedder) -> None:
    questions = [("When does the boat leave?", "ferry"), ("Wo sah man den Kometen?", "comet")]
    found = nearness(embedder, _PARAGRAPHS, questions)
    assert found.passages.tolist() == found.sentences.tolist() == [0, 0]


def test_the_shares_are_of_either_kind_and_of_more_passages() -> None:
    found = Nearness(np.array([0, 3, 9, 1]), np.array([4, 0, 9, 9]))
    assert found.shares(1) == [0.5, 0.25, 0.5, 0.75]
