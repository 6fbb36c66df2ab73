"""The packaged sets: their articles, and the questions of one split."""

import pytest

from eval.datasets.sets import load_set
from vectorstore.errors import CiteraError


def test_conversations_are_about_articles_of_their_own():
    own = {path.name for path in load_set("conversations").articles}
    others = {path.name for path in load_set("several").articles}
    assert own
    assert not own & others
    assert {path.name for path in load_set("article").articles} < others


def test_each_article_of_the_conversations_has_similar_ones():
    """A follow-up that is searched without its topic has another article to find."""
    kinds = [path.stem.rpartition("-")[2] for path in load_set("conversations").articles]
    assert all(kinds.count(kind) >= 2 for kind in kinds), sorted(kinds)


def test_the_conversations_are_tuned_on_one_split_and_reported_on_the_other():
    chosen = load_set("conversations")
    dev, held_back = (chosen.of_split(split).questions for split in ("dev", "test"))
    assert len(dev) >= 70
    assert len(held_back) >= 60
    assert len({question.language for question in held_back}) >= 8


def test_a_set_that_is_not_there_is_named():
    with pytest.raises(CiteraError, match="article, several, conversations"):
        load_set("neither")
