"""Questions to the routes of OpenAI's interface; the answers come from a script."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.answer import FinalEvent, PassagesEvent
from eval.load.exchange import Exchange, ask, user
from eval.load.people import make_people, tokens_in
from eval.load.run_load import check_tokens
from tests.ui.answers import answer, citation, cited_passage
from tests.ui.web.state.test_exchange import Scripted
from ui.access.rights import Rights
from ui.api.admission import Admission
from ui.api.openai import openai_routes
from ui.api.queue import Queue
from ui.api.rate_limit import RateLimit
from vectorstore.article import Article

ANN, BEN = make_people(2, seed=3)


def chat(text: str = "So.", per_minute: int = 10, queue: Queue | None = None) -> TestClient:
    """A client of a chat that answers each question with `text`."""
    passage = cited_passage(Article("The proof.", "News", source="n.txt"), "The proof.")
    said = answer([passage], (text, (citation(1, passage, "proof"),)))
    assistant = Scripted(PassagesEvent(passages=()), FinalEvent(answer=said))
    app = FastAPI()
    admission = Admission(RateLimit(per_minute), queue or Queue(1, 1))
    app.include_router(openai_routes({"local": assistant}, admission, Rights()))
    return TestClient(app)


def answered(person, text: str) -> Exchange:
    asked = [user(person.questions[0])]
    return Exchange(person.login, asked, outcome="answered", text=text)


def test_an_answer_has_its_moments_in_order():
    made = ask(chat(), [user("Why?")], "ann")
    assert (made.person, made.outcome, made.error) == ("ann", "answered", "")
    assert made.text.startswith("So.")
    assert made.sent <= made.passages <= made.quoted <= made.ended


@pytest.mark.parametrize(("mark", "has_text"), [("passages", False), ("quoted", True)])
def test_one_who_hangs_up_reads_no_further(mark, has_text):
    made = ask(chat(), [user("Why?")], hang_up=mark)
    assert made.outcome == "hung up"
    assert bool(made.text) is has_text


def test_a_refusal_says_how_long_to_wait():
    client = chat(per_minute=1)
    ask(client, [user("Why?")])
    made = ask(client, [user("Why?")])
    assert made.outcome == "refused"
    assert 0 < made.retry_after <= 61
    assert made.passages is None


def test_a_full_queue_refuses_and_a_bad_request_fails():
    queue = Queue(at_once=1, waiting=1)
    with queue.join(), queue.join():
        assert ask(chat(queue=queue), [user("Why?")]).outcome == "refused"
    made = ask(chat(), [user(" ")])
    assert (made.outcome, made.error[:4]) == ("failed", "400:")


def test_a_fault_of_the_chat_is_a_failure_with_its_text():
    app = FastAPI()
    assistant = Scripted(PassagesEvent(passages=()))  # a stream without its answer
    admission = Admission(RateLimit(9), Queue(1, 1))
    app.include_router(openai_routes({"local": assistant}, admission, Rights()))
    made = ask(TestClient(app), [user("Why?")])
    assert made.outcome == "failed"
    assert "internal" in made.error.lower()


def test_own_tokens_come_back_and_are_no_mix_up():
    exchanges = [answered(ANN, f"It is {ANN.token}."), answered(BEN, "Not known.")]
    found = check_tokens(chat(), exchanges, [ANN, BEN])
    assert (found.asked, found.returned, found.mixed_up) == (2, 1, 0)


def test_another_persons_token_is_a_mix_up_unless_it_comes_alone_as_well():
    exchanges = [answered(ANN, f"It is {BEN.token}.")]
    assert check_tokens(chat("Not known."), exchanges, [ANN, BEN]).mixed_up == 1
    assert check_tokens(chat(f"It is {BEN.token}."), exchanges, [ANN, BEN]).mixed_up == 0


def test_people_differ_and_their_token_is_in_their_article_alone():
    people = make_people(80, seed=1)
    for field in ("login", "token", "building", "keeper"):
        assert len({getattr(person, field) for person in people}) == 80
    assert all(tokens_in(each.article, people) == {each.token} for each in people)
