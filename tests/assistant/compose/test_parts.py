"""What a part of a question shows of articles that contradict each other."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from assistant.compose.attribution import attributed
from assistant.compose.composer import Composer
from assistant.compose.messages import articles_differ
from assistant.compose.parts import attributed_choice
from assistant.query.query import Query
from assistant.stages import Choice
from tests.assistant.verify.test_conflicts import QUOTED_FEW, QUOTED_MANY

QUERY = Query("How many miners are on strike?", "en")
CHOICE = Choice((QUOTED_MANY,), (QUOTED_FEW,))


def attributed_for(query: Query) -> tuple[Choice, str | None]:
    """The choice with what contradicts it, and the notice."""
    use: Any = SimpleNamespace()
    stages: Any = SimpleNamespace(attribute=attributed)
    composer = Composer(query.text, query.language, use)
    return attributed_choice(CHOICE, query, stages, composer), composer.notice


def test_what_contradicts_the_answer_is_shown_with_it_and_noticed():
    assert attributed_for(QUERY) == (Choice((QUOTED_MANY, QUOTED_FEW)), articles_differ("en"))


def test_what_another_article_says_contradicts_no_answer_to_a_follow_up():
    query = replace(QUERY, topic="Who owns the mine?", is_follow_up=True)
    assert attributed_for(query) == (CHOICE, None)
