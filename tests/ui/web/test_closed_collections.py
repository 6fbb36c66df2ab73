"""Closed collections on the real application, by every path to an article.

A login that may not see a collection is told, by each path, what it is told by a chat whose store
never held the collection: it cannot see what is there, nor tell that anything is.
"""

import json
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant import Assistant, Settings
from assistant.answer import Answer
from ingest import ingest_paths
from tests.ingest.parsers.pdf.drawing import lines, pdf
from tests.ui.access.test_logins import HASH
from tests.ui.answers import answer, citation, cited_passage
from ui.persistence.local import LinkFolder
from ui.web.application import create_app
from ui.web.state.exchange import Exchange
from ui.web.state.history import Transcript, to_keep
from ui.web.state.links import keep_linked, link_id
from vectorstore.article import Article
from vectorstore.store import Store

OWN = "http://127.0.0.1:7860"
FILE = f"ana:reader:{HASH}\nben:editor:{HASH}\ncai:admin:{HASH}\n[board] ana, @admin\n"
OPEN = "The dam of Ostra held in the storm. Its wall is of clay, said the mayor Ingrid Vogel."
SECRET = "The mill of Ostra will be sold to Vantor in May.\nThe price is nine million crowns."
QUESTION = "Who will buy the mill of Ostra?"


@dataclass
class Tab:
    """An open page of a browser: its events share one session, as Gradio's page has them."""

    client: TestClient
    session: str = field(default_factory=lambda: uuid.uuid4().hex)

    def do(self, function: str, /, *values, query: str = "", **data) -> str:
        """What a function of the page comes to for an event."""
        dependencies = self.client.get("/config").json()["dependencies"]
        index, inputs = next(
            (each["id"], len(each["inputs"]))
            for each in dependencies
            if each["api_name"] == function
        )
        given = [*values, *[None] * (inputs - len(values))]
        body = {"data": given, "event_data": data, "fn_index": index, "session_hash": self.session}
        self.client.post(f"/gradio_api/queue/join{query}", json=body)
        told = self.client.get("/gradio_api/queue/data", params={"session_hash": self.session})
        events = [json.loads(line[6:]) for line in told.text.splitlines() if line[:6] == "data: "]
        (done,) = [each for each in events if each["msg"] == "process_completed"]
        return json.dumps(done["output"].get("data", done["output"].get("error")))

    def call(self, name: str, **arguments) -> str:
        """What a function for programs comes to."""
        path = f"/gradio_api/call/v2/{name}"
        return self.client.get(
            f"{path}/{self.client.post(path, json=arguments).json()['event_id']}"
        ).text


@dataclass(frozen=True)
class Chat:
    """A chat, its folder, and what the board's article would be named by."""

    app: object
    home: Path
    store: Store
    secret: Article
    kept: Answer
    """An answer that was made from the board's article."""

    @property
    def transcript(self) -> str:
        """The conversation of that answer, as a browser keeps it."""
        talk = Transcript("0123456789ab", (Exchange(QUESTION, "done", answer=self.kept),))
        return json.dumps(json.loads(to_keep(talk, opened=talk))["keep"][0])


@pytest.fixture(scope="module")
def chats(embedder, tmp_path_factory) -> Iterator[tuple[Chat, Chat]]:
    """A chat whose store has the board's article, and one whose store never had it."""
    home = tmp_path_factory.mktemp("board")
    given = {"dam.txt": OPEN.encode(), "vantor.pdf": pdf([lines(40, 100, SECRET)])}
    for name, content in given.items():
        (home / name).write_bytes(content)
    (home / "logins.txt").write_text(FILE, "utf-8")
    with (
        Store.open(home / "with" / "store", embedder) as held,
        Store.open(home / "without" / "store", embedder) as lacking,
    ):
        for store in (held, lacking):
            ingest_paths(store, [home / "dam.txt"], limits=None)
        ingest_paths(held, [home / "vantor.pdf"], "board", limits=None)
        (secret,) = held.articles("board")
        yield make(held, secret, home), make(lacking, secret, home)


def make(store: Store, secret: Article, home: Path) -> Chat:
    folder = store.path.parent
    own = {name: folder / name for name in ("uploads", "links", "feedback")}
    settings = Settings(model="extractive", models="", auth_file=home / "logins.txt", **own)
    passage = cited_passage(secret, "The mill of Ostra will be sold to Vantor")
    kept = answer([passage], ("Vantor.", (citation(1, passage, "Vantor"),)))
    if store.get(secret.id):
        keep_linked(LinkFolder(folder / "links"), kept)
    app = create_app(Assistant(settings, store), settings)
    return Chat(app, folder, store, secret, kept)


@pytest.fixture
def visit() -> Iterator[Callable[[Chat, str], Tab]]:
    """Opens a chat in a browser as the login with that name."""
    opened: list[TestClient] = []

    def go(chat: Chat, name: str) -> Tab:
        client = TestClient(chat.app, base_url=OWN)
        client.__enter__()
        opened.append(client)
        assert client.post("/login", data={"username": name, "password": "secret"}).is_success
        return Tab(client)

    yield go
    for client in opened:
        client.__exit__(None, None, None)


def as_opened(tab: Tab, chat: Chat) -> str:
    """The welcome, the list of articles, the choices of the filters, and the account."""
    return "".join(tab.do(name) for name in ("load", "load_1", "load_2"))


def asked(tab: Tab, chat: Chat) -> str:
    """The thread after a question."""
    tab.do("ask_1", QUESTION)
    return steady(tab.do("stop"))


def asked_of_the_collection(tab: Tab, chat: Chat) -> str:
    """The same with a forged choice of the collection."""
    tab.do("choose", collection="board", number=1)
    return asked(tab, chat)


def asked_by_a_program(tab: Tab, chat: Chat) -> str:
    return steady(tab.call("ask", question=QUESTION))


def searched(tab: Tab, chat: Chat) -> str:
    return steady(tab.call("search", query="Vantor mill")) + steady(
        tab.call("search", query="mill", collection="board")
    )


def listed(tab: Tab, chat: Chat) -> str:
    """The answer to a question for the articles that there are."""
    return steady(tab.call("ask", question="Which articles do you have?"))


def read(tab: Tab, chat: Chat) -> str:
    return tab.call("read_article", article_id=chat.secret.id)


def completed(tab: Tab, chat: Chat) -> str:
    messages = [{"role": "user", "content": QUESTION}]
    body = {"messages": messages, "model": "extractive"}
    return steady(tab.client.post("/v1/chat/completions", json=body).text)


def opened_article(tab: Tab, chat: Chat) -> str:
    return tab.do("open", id=chat.secret.id)


def pictured(tab: Tab, chat: Chat) -> str:
    """The picture of a page, whose alternative text says of what."""
    return tab.do("show", id=chat.secret.id, start="0", end="8")


def linked(tab: Tab, chat: Chat) -> str:
    return tab.do("load", query=f"?answer={link_id(chat.kept)}")


def recalled(tab: Tab, chat: Chat) -> str:
    """A conversation that the browser keeps, as the page opens and from its history.

    There is none where the collection never was.
    """
    kept = chat.transcript if chat.store.get(chat.secret.id) else None
    return tab.do("load", None, kept) + Tab(tab.client).do("recall", talk=kept)


def cited(tab: Tab, chat: Chat) -> str:
    """The source of a citation of a conversation whose answer was forged to say nothing."""
    forged = json.loads(chat.transcript)
    for passage in forged["exchanges"][0]["answer"]["passages"]:
        passage |= {"text": "", "start": 0, "end": 0, "collection": "default", "title": "?"}
        passage["source"] = "?"
    exchange = forged["exchanges"][0]
    exchange["passages"] = exchange["answer"]["passages"]
    exchange["answer"]["sentences"] = []
    tab.do("recall", talk=json.dumps(forged))
    return tab.do("open_source", turn=exchange["id"], number=1)


PATHS = [
    as_opened,
    asked,
    asked_of_the_collection,
    asked_by_a_program,
    searched,
    listed,
    read,
    completed,
    opened_article,
    pictured,
    linked,
    recalled,
    cited,
]


def steady(told: str) -> str:
    """What was told without its times, scores and random ids."""
    return re.sub(r"\d[\d.,]*", "#", re.sub(r"[0-9a-f]{12,}", "ID", told))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
def test_a_path_shows_nothing_of_a_closed_collection_and_not_that_it_is_there(chats, visit, path):
    held, lacking = chats
    assert "vantor" in path(visit(held, "ana"), held).lower()
    told = path(visit(held, "ben"), held)
    assert "vantor" not in told.lower()
    assert told == path(visit(lacking, "ben"), lacking)


def test_the_places_of_quotes_in_a_closed_article_are_those_of_an_unknown_one(chats, visit):
    held, lacking = chats
    quote = {"article_id": held.secret.id, "start": 0, "end": 9}
    told = [
        visit(chat, name).call("locate_quote", **quote)
        for chat, name in ((held, "ana"), (held, "ben"), (lacking, "ben"))
    ]
    assert told[0] != told[1] == told[2]


def test_what_may_not_be_seen_is_not_removed_judged_or_linked(chats, visit):
    held, lacking = chats
    tab = visit(held, "ben")
    removed = tab.do("remove", id=held.secret.id)
    assert removed == visit(lacking, "ben").do("remove", id=held.secret.id)
    assert held.store.get(held.secret.id) is not None
    links = sorted((held.home / "links").iterdir())
    turn = json.loads(held.transcript)["exchanges"][0]["id"]
    tab.do("recall", talk=held.transcript)
    tab.do("judge", turn=turn, name="good")
    tab.do("keep_link", turn=turn)
    assert not (held.home / "feedback").exists()
    assert sorted((held.home / "links").iterdir()) == links


def test_a_role_that_a_rule_names_may_see(chats, visit):
    held, _ = chats
    assert SECRET[:20] in read(visit(held, "cai"), held)
