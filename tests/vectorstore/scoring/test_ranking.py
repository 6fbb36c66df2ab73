"""How hits are ordered and what chance they are given."""

import pytest

from vectorstore import Article, Passage, ScoredPassage, Span
from vectorstore.calibration import SEARCH
from vectorstore.scoring.ranking import newest_among_equals, probabilities


def _hit(name: str, score: float, date: str | None = None) -> ScoredPassage:
    article = Article(name, name, name, date=date)
    passage = Passage(article.id, 0, len(name), name, (Span(0, len(name)),))
    return ScoredPassage(passage, article, score, (score,))


def test_the_newest_comes_first_among_equals_only() -> None:
    hits = [
        _hit("undated", 1.1),
        _hit("old", 1.1005, "2018"),
        _hit("new", 1.0995, "2021-03"),
        _hit("best", 1.2, "2001"),
        _hit("worse", 1.09, "2024"),
    ]
    ordered = [hit.article.title for hit in newest_among_equals(hits)]
    assert ordered == ["best", "new", "old", "undated", "worse"]


def test_no_answer_has_its_share_of_the_chances() -> None:
    even = SEARCH.no_answer_score
    assert probabilities([]).tolist() == []
    assert probabilities([even]).tolist() == pytest.approx([0.5])
    one, other = probabilities([even + 0.1, even - 0.1])
    assert 1 > one > 0.9 > 0.1 > other > 0
    assert probabilities([9.0])[0] == pytest.approx(1)
