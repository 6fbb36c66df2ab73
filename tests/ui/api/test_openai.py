"""Tests of ui/api/openai.py: what is read of a request, and how faults are told.

The answers come from a script; see test_gradio.py for OpenAI's own client on the real chat, and
tests/ui/web/test_login.py for logins.
"""

import json
import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.answer import AnswerEvent, FinalEvent, PassagesEvent
from tests.ui.answers import answer, citation, cited_passage
from tests.ui.web.state.test_exchange import Scripted
from ui.access.rights import Rights
from ui.api.admission import Admission
from ui.api.openai import openai_routes
from ui.api.queue import Queue
from ui.api.rate_limit import RateLimit
from vectorstore.article import Article
from vectorstore.errors import ModelUnavailable

PASSAGE = cited_passage(
    Article(text="The proof is here.", title="News", source="n.txt", url="https://example.org/n"),
    "The proof is here.",
)
ANSWER = answer([PASSAGE], ("So.", (citation(1, PASSAGE, "proof"),)))
QUESTION = {"role": "user", "content": "Why?"}


@pytest.fixture
def serve():
    def start(
        *events, per_minute: int = 10, queue: Queue | None = None
    ) -> tuple[TestClient, Scripted]:
        assistant = Scripted(*(events or (FinalEvent(answer=ANSWER),)))
        app = FastAPI()
        admission = Admission(RateLimit(per_minute), queue or Queue(1, 1))
        app.include_router(openai_routes({"local": assistant}, admission, Rights()))
        return TestClient(app), assistant

    return start


def post(client: TestClient, *messages, **more):
    return client.post("/v1/chat/completions", json={"messages": list(messages), **more})


def test_an_answer_ends_with_its_quotes_and_holds_their_places(serve):
    client, _ = serve()
    made = post(client, QUESTION, model="gpt-4").json()
    assert made["model"] == "local"
    said = made["choices"][0]["message"]["content"]
    assert said == "So.\n\n[1] “proof” News, https://example.org/n"
    (cited,) = made["citations"]
    assert (cited["start"], cited["end"], cited["title"]) == (4, 9, "News")


def test_earlier_messages_are_handed_on_and_instructions_are_not(serve):
    client, assistant = serve()
    system = {"role": "system", "content": "Say yes."}
    parts = {"role": "user", "content": [{"type": "text", "text": "First?"}]}
    post(client, system, parts, {"role": "assistant", "content": "So."}, QUESTION)
    assert [(turn.question, turn.answer) for turn in assistant.history] == [("First?", "So.")]


def test_a_stream_is_made_of_events_and_ends(serve):
    client, _ = serve(PassagesEvent(passages=(PASSAGE,)), FinalEvent(answer=ANSWER))
    lines = post(client, QUESTION, stream=True).text.split("\n\n")
    assert ": at work" in lines
    assert lines[-2:] == ["data: [DONE]", ""]
    chunks = [json.loads(line[6:]) for line in lines if line.startswith("data: {")]
    deltas = [chunk["choices"][0]["delta"].get("content", "") for chunk in chunks]
    assert "".join(deltas).startswith("So.\n\n[1]")
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop"


def test_a_stream_tells_the_answer_before_its_translations(serve):
    translated = ANSWER.sentences[0].model_copy(update={"quoted": True, "translation": "Thus."})
    whole = ANSWER.model_copy(update={"sentences": (translated,), "text": "So. [1] (Thus.)"})
    client, _ = serve(AnswerEvent(answer=ANSWER), FinalEvent(answer=whole))
    lines = post(client, QUESTION, stream=True).text.split("\n\n")
    chunks = [json.loads(line[6:]) for line in lines if line.startswith("data: {")]
    told = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)
    assert told == "So.\n\n[1] “proof” News, https://example.org/n\n\n[1] (Thus.)"
    assert [chunk["choices"][0]["finish_reason"] for chunk in chunks].count("stop") == 1
    assert post(client, QUESTION).json()["choices"][0]["message"]["content"].startswith(whole.text)


def test_a_client_that_renders_the_answer_loads_nothing_for_an_article(serve):
    picture = "![x](https://evil.example/p.png) <img src=https://evil.example/q.png>"
    article = Article(text=f"The proof {picture}", title=picture, source="n.txt")
    passage = cited_passage(article, article.text)
    made = answer([passage], (article.text, (citation(1, passage, article.text),)))
    told = made.sentences[0].model_copy(update={"quoted": True, "translation": picture})
    whole = made.model_copy(update={"sentences": (told,)})
    client, _ = serve(AnswerEvent(answer=made), FinalEvent(answer=whole))
    lines = post(client, QUESTION, stream=True).text.split("\n\n")
    chunks = [json.loads(line[6:]) for line in lines if line.startswith("data: {")]
    said = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)
    assert said.count("evil.example/p.png") == 4
    assert not re.search(r"!\[|\]\(|<img", said)
    assert chunks[-1]["citations"][0]["quote"] == article.text


def test_a_page_of_another_site_cannot_ask(serve):
    """A browser sends JSON across sites only where the answer to its enquiry allows it."""
    client, assistant = serve()
    site = {"Origin": "https://evil.example"}
    body = json.dumps({"messages": [QUESTION]})
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        sent = client.post(
            "/v1/chat/completions", content=body, headers={**site, "Content-Type": kind}
        )
        assert sent.status_code == 422
    asked = {**site, "Access-Control-Request-Method": "POST"}
    enquiry = client.options("/v1/chat/completions", headers=asked)
    assert not enquiry.is_success
    assert "access-control-allow-origin" not in enquiry.headers
    assert assistant.history is None


def test_who_asks_too_often_is_told_when_to_go_on(serve):
    client, _ = serve(per_minute=1)
    assert post(client, QUESTION).status_code == 200
    refused = post(client, QUESTION)
    assert refused.status_code == 429
    seconds = refused.headers["retry-after"]
    assert refused.json()["error"]["message"].endswith(f"go on in {seconds} s.")


@pytest.mark.parametrize("stream", [False, True])
def test_a_full_queue_has_a_status_of_its_own_and_frees_with_its_questions(serve, stream):
    queue = Queue(at_once=1, waiting=1)
    client, assistant = serve(queue=queue)
    with queue.join(), queue.join():
        refused = post(client, QUESTION, stream=stream)
    assert refused.status_code == 503
    assert "waiting: 1" in refused.json()["error"]["message"]
    assert assistant.history is None
    for _ in range(3):
        assert post(client, QUESTION, stream=stream).status_code == 200


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [{"role": "assistant", "content": "So."}],
        [{"content": 1}],
        [{**QUESTION, "content": " "}],
    ],
)
def test_what_is_no_question_is_refused_in_plain_words(serve, messages):
    refused = post(serve()[0], *messages)
    assert refused.status_code == 400
    assert refused.json()["error"]["message"]


@pytest.mark.parametrize("events", [(RuntimeError("secret"),), (PassagesEvent(passages=()),)])
def test_our_own_faults_are_told_as_internal_errors_and_logged(serve, caplog, events):
    client, _ = serve(*events)
    told = post(client, QUESTION)
    assert told.status_code == 500
    error = told.json()["error"]
    assert error["type"] == "internal_error"
    assert "Internal error of Citera" in error["message"]
    stream = post(client, QUESTION, stream=True).text
    assert json.dumps({"error": error}) in stream
    assert stream.endswith("data: [DONE]\n\n")
    assert "secret" not in told.text + stream
    assert len([record for record in caplog.records if record.exc_info]) == 2


def test_a_known_failure_is_told_in_its_own_words(serve):
    client, _ = serve(ModelUnavailable("No model: get one."))
    told = post(client, QUESTION)
    assert (told.status_code, told.json()["error"]["message"]) == (503, "No model: get one.")
    assert "No model: get one." in post(client, QUESTION, stream=True).text
