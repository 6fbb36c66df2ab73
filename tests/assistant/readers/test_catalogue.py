"""Questions about the collection, and greetings: what is asked of no passage."""

import pytest

from assistant import Assistant, Filters, Settings
from ingest import ingest_paths
from vectorstore.store import Store


@pytest.fixture
def assistant(small_store):
    return Assistant(Settings(model="extractive"), small_store)


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


def test_no_article_is_on_a_topic_that_none_is_about(assistant):
    answer = assistant.ask("What do you have about Hamlet?")
    assert (answer.status, answer.sentences) == ("not_found", ())
    assert answer.passages


def test_a_long_article_on_a_topic_hides_no_other(embedder, tmp_path):
    strike = "The miners of Orsk went on strike for higher pay on day {}."
    long = " ".join(strike.format(day) for day in range(200))
    with Store.open(tmp_path / "store", embedder) as store:
        for name, text in (("long", long), ("short", strike.format("one"))):
            (tmp_path / f"{name}.txt").write_text(f"A {name} strike\n\n{text}", encoding="utf-8")
            ingest_paths(store, [tmp_path / f"{name}.txt"])
        assert len(store.search("the strike of the miners", 5)) == 5
        assistant = Assistant(Settings(model="extractive"), store)
        answer = assistant.ask("What do you have about the strike of the miners?")
    assert {sentence.text for sentence in answer.sentences} == {"A long strike.", "A short strike."}


def test_filters_hold_for_questions_about_the_collection_too(assistant):
    answer = assistant.ask("List the articles", filters=Filters(languages=("de",)))
    assert [p.language for p in answer.passages] == ["de"]


def test_a_greeting_is_greeted_and_searches_nothing(assistant):
    answer = assistant.ask("Bonjour !")
    assert (answer.status, answer.passages, answer.sentences) == ("greeting", (), ())
    assert answer.text.startswith("Bonjour")
