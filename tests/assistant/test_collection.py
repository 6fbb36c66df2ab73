"""Questions about the collection, and greetings: what is asked of no passage."""

import pytest

from assistant import Assistant, Filters, Settings


@pytest.fixture
def assistant(small_store):
    made = Assistant(Settings(model="extractive"))
    made.store = small_store  # in place of the one that the settings name
    return made


def test_which_articles_there_are_is_answered_with_their_titles(assistant):
    answer = assistant.ask("Which articles do you have?")
    titles = {article.title for article in assistant.store.articles()}
    assert answer.status == "answered"
    assert {p.title for p in answer.passages} <= titles
    assert all(any(title in s.text for title in titles) for s in answer.sentences)
    assert len(answer.sentences) == min(len(titles), assistant.settings.top_k)


def test_the_articles_on_a_topic_are_those_near_it(assistant):
    answer = assistant.ask("What do you have about olives?")
    assert answer.sentences[0].text.startswith("Olive harvest begins early")
    assert len(answer.sentences) < 3


def test_filters_hold_for_questions_about_the_collection_too(assistant):
    answer = assistant.ask("List the articles", filters=Filters(languages=("de",)))
    assert [p.language for p in answer.passages] == ["de"]


def test_a_greeting_is_greeted_and_searches_nothing(assistant):
    answer = assistant.ask("Bonjour !")
    assert (answer.status, answer.passages, answer.sentences) == ("greeting", (), ())
    assert answer.text.startswith("Bonjour")
