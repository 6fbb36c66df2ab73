"""The assistant with the real embedding model, the real store and the real local chat model."""

import asyncio
import json
import re

import pytest

from assistant import (
    Answer,
    Assistant,
    CiteraError,
    Filters,
    FinalEvent,
    PassagesEvent,
    SentenceEvent,
    Settings,
    TokenEvent,
    Turn,
)
from assistant.answer import Event
from assistant.llm.load import load_local
from ingest import ingest_paths, sample_article_path

REASON = re.compile(r"terror|milit|milic", re.IGNORECASE)


@pytest.fixture(scope="module")
def store_path(tmp_path_factory):
    path = tmp_path_factory.mktemp("assistant") / "store"
    with Assistant(Settings(store=path)) as assistant:
        ingest_paths(assistant.store, [sample_article_path()])
    return path


@pytest.fixture(scope="module")
def local(store_path):
    with Assistant(Settings(store=store_path, model="local")) as assistant:
        assistant.warm_up()
        yield assistant


@pytest.fixture(scope="module")
def extractive(store_path):
    with Assistant(Settings(store=store_path, model="extractive")) as assistant:
        yield assistant


def check_citations(assistant: Assistant, answer: Answer) -> None:
    """Each sentence is cited, and each citation stands in a passage shown, word for word."""
    assert answer.sentences
    for sentence in answer.sentences:
        assert sentence.citations
        for citation in sentence.citations:
            passage = answer.passages[citation.number - 1]
            assert citation.passage_id == passage.id
            assert passage.start <= citation.start < citation.end <= passage.end
            text = assistant.store.get(citation.article_id).text
            assert text[citation.start : citation.end] == citation.quote
            assert f"[{citation.number}]" in answer.text


@pytest.mark.model
def test_why_haftar_rejected_the_ceasefire_is_answered_in_the_language_of_the_question(local):
    """In French; `tests/ui/test_chat_local.py` asks in English."""
    answer = local.ask("Pourquoi Haftar a-t-il rejeté le cessez-le-feu ?")
    assert (answer.status, answer.language, answer.model) == ("answered", "fr", "local")
    assert re.search("terroriste|milice", answer.text.lower())
    assert any(REASON.search(c.quote) for s in answer.sentences for c in s.citations)
    assert 1 <= len(answer.sentences) <= 6  # at most three, each with its quotation
    check_citations(local, answer)


@pytest.mark.model
def test_what_the_articles_do_not_say_is_not_answered(local):
    answer = local.ask("Qui a gagné la Coupe du monde 2018 ?")
    assert answer.status == "not_found"
    assert "ne répondent pas" in answer.text
    assert answer.sentences == ()
    assert answer.passages  # the nearest are shown all the same


@pytest.mark.model
def test_a_stream_shows_the_passages_first_and_ends_with_the_answer(local):
    events = list(local.stream("Who is Haftar's spokesman?"))
    assert isinstance(events[0], PassagesEvent)
    assert isinstance(events[-1], FinalEvent)
    drafted = "".join(event.text for event in events if isinstance(event, TokenEvent))
    answer = events[-1].answer
    verified = tuple(e.sentence for e in events if isinstance(e, SentenceEvent))
    assert verified == answer.sentences
    assert answer.tokens["output"] > 0
    assert answer.sentences[0].text in drafted
    assert answer.passages == events[0].passages
    assert list(answer.timings) == ["passages", "answer", "first_token", "phrased", "total"]
    assert "Mesmari" in answer.text
    check_citations(local, answer)


@pytest.mark.model
def test_a_follow_up_is_understood_and_a_new_topic_forgets_the_old_one(local):
    conversation = local.conversation()
    conversation.turns.append(Turn("Who rejected the ceasefire?", "Haftar rejected the ceasefire."))
    assert "Mesmari" in conversation.ask("And who is his spokesman?").text
    assert conversation.ask("Who won the 2018 World Cup?").status == "not_found"
    assert len(conversation.turns) == 3


@pytest.fixture(scope="module")
def bridges(tmp_path_factory):
    """Answers from articles that state the same of several bridges."""
    folder = tmp_path_factory.mktemp("bridges")
    told = {"Velmora": "Ada Lindqvist", "Tamford": "Joseph Okafor", "Hildvik": "Irene Rossi"}
    for name, designer in told.items():
        text = f"The {name} bridge is long.\n\nIt was designed by {designer}, and is always closed."
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with Assistant(Settings(store=folder / "store", model="extractive")) as assistant:
        ingest_paths(assistant.store, sorted(folder.glob("*.txt")))
        yield assistant


@pytest.mark.parametrize(
    ("before", "question", "designer"),
    [
        ("Is the Tamford bridge long?", "Who designed it?", "Joseph Okafor"),
        ("Le pont de Hildvik est-il long ?", "Qui l'a dessiné ?", "Irene Rossi"),
        ("Who designed the Velmora bridge?", "And the Hildvik bridge?", "Irene Rossi"),
        ("Was the Tamford bridge designed?", "By whom?", "Joseph Okafor"),
        ("Is the Tamford bridge long?", "Who designed the Velmora bridge?", "Ada Lindqvist"),
    ],
)
def test_a_follow_up_is_answered_from_the_article_it_is_about(bridges, before, question, designer):
    answer = bridges.ask(question, [Turn(before, "Yes. [1]")])
    assert designer in answer.sentences[0].text


@pytest.mark.model
def test_a_stream_that_is_left_stops_the_model(local):
    stream = local.stream("Who is Haftar's spokesman?")
    next(event for event in stream if isinstance(event, TokenEvent))
    stream.close()
    assert local.ask("Who is Haftar's spokesman?").timings["first_token"] < 10


def test_asynchronous_code_gets_the_same(extractive):
    async def run() -> tuple[Answer, list[Event]]:
        answer = await extractive.aask("Who is Haftar's spokesman?")
        return answer, [event async for event in extractive.astream(answer.question)]

    answer, events = asyncio.run(run())
    assert answer.status == "answered"
    assert isinstance(events[0], PassagesEvent)
    assert events[-1].answer.sentences == answer.sentences


def test_many_questions_are_answered_in_their_order(extractive, capsys):
    questions = ["Who is Haftar's spokesman?", "Qui est le porte-parole de Haftar ?"]
    assert [a.question for a in extractive.ask_many(questions, progress=True)] == questions
    assert capsys.readouterr().out == ""


def test_filters_choose_what_is_answered_from(extractive):
    question = "Who is Haftar's spokesman?"
    assert extractive.ask(question, filters=Filters(until="2020")).passages
    assert extractive.ask(question, filters=Filters(since="2021")).passages == ()


def test_an_answer_without_a_model_is_a_quotation(extractive):
    answer = extractive.ask("Qui est le porte-parole de Haftar ?")
    assert answer.model == "extractive"
    assert "Mesmari" in answer.text
    assert answer.sentences[0].text == " ".join(answer.sentences[0].citations[0].quote.split())
    check_citations(extractive, answer)


def test_an_answer_goes_to_json_and_back(extractive):
    answer = extractive.ask("Who is Haftar's spokesman?")
    assert Answer.model_validate_json(answer.model_dump_json()) == answer
    assert set(json.loads(answer.model_dump_json())) == set(
        Answer.model_json_schema()["properties"]
    )


def test_an_empty_question_says_what_to_do(extractive):
    with pytest.raises(CiteraError, match="Type a question"):
        extractive.ask("  ")


def test_an_empty_store_finds_nothing(tmp_path):
    with Assistant(Settings(store=tmp_path / "empty", model="extractive")) as assistant:
        answer = assistant.ask("Who is Haftar's spokesman?")
    assert (answer.status, answer.passages) == ("not_found", ())


@pytest.mark.model
def test_a_model_behind_a_server_is_given_all_the_evidence_and_cites_by_number(local, store_path):
    # llama.cpp speaks the protocol of hosted models, so a real server stands in for one.
    engine = load_local(local.settings).engine
    settings = Settings(
        store=store_path,
        model="openai:any",
        base_url=f"{engine.base_url}/v1",
        api_key=engine.api_key,
        hosted_sentences=4,  # as a small model on a laptop takes
        top_k=2,
        timeout=300,
    )
    with Assistant(settings) as assistant:
        answer = assistant.ask("Qui est le porte-parole de Haftar ?")
    assert answer.model == "openai:any"
    assert "Mesmari" in answer.text
    check_citations(assistant, answer)


def test_a_provider_that_is_down_ends_in_quotations_and_says_so(store_path):
    settings = Settings(
        store=store_path, model="openai:any", base_url="http://127.0.0.1:9/v1", api_key="sk-secret"
    )
    with Assistant(settings) as assistant:
        answer = assistant.ask("Qui est le porte-parole de Haftar ?")
    assert "Mesmari" in answer.text
    assert "openai:any a échoué" in answer.notice
    assert "sk-secret" not in answer.model_dump_json()
    check_citations(assistant, answer)
