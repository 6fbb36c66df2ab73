"""What the chat keeps is the same on this machine and in PostgreSQL, which processes share."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Settings
from tests.postgres_server import PostgresServer
from tests.ui.answers import answer
from ui.cli.feedback import feedback
from ui.persistence.local import LinkFolder, local_records
from ui.persistence.opening import open_records
from ui.persistence.postgres import LinkTable, postgres_records
from ui.persistence.records import Records, SessionsUnavailable
from ui.web.state.exchange import Exchange
from ui.web.state.feedback import keep_feedback
from ui.web.state.links import keep_linked, link_id, read_linked
from vectorstore.errors import StoreDamaged
from vectorstore.tables.postgres import PostgresDatabase
from vectorstore.tables.postgres_address import PostgresAddress
from vectorstore.tables.postgres_connection import DatabaseUnavailable


def shared(url: str) -> Records:
    return postgres_records(PostgresAddress.parse(url))


@pytest.fixture(params=["local", "postgres"])
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Records]:
    if request.param == "local":
        made = local_records(tmp_path / "links", tmp_path / "feedback.jsonl")
    else:
        made = shared(request.getfixturevalue("database_url"))
    with closing(made):
        yield made


@pytest.fixture
def both(database_url: str) -> Iterator[tuple[Records, Records]]:
    """The records as two processes open them."""
    with closing(shared(database_url)) as one, closing(shared(database_url)) as other:
        yield one, other


def test_an_answer_is_found_under_its_id_alone(records: Records) -> None:
    made = answer([], language="fr")
    assert records.links.names() == []
    for _ in range(2):  # the link is copied twice
        keep_linked(records.links, made)
    assert read_linked(records.links, link_id(made)) == made
    assert read_linked(records.links, "0" * 16) is None
    assert records.links.names() == [link_id(made)]
    records.links.put("a" * 16, '{"question": 1}')
    assert read_linked(records.links, "a" * 16) is None


def test_judgements_come_in_their_order_whatever_characters_they_have(records: Records) -> None:
    comments = ["a\u2028b", "c\0d", "e\ud800", "\n"]
    for comment in comments:
        keep_feedback(records.feedback, Exchange("Why?", "done", liked=True, comment=comment))
    lines, cut_short = records.feedback.read()
    assert [json.loads(line)["comment"] for line in lines] == comments
    assert cut_short == 0


def test_sessions_are_counted_until_they_are_ended_or_forgotten(records: Records) -> None:
    kept = records.sessions
    assert (kept.logouts("ana"), kept.begun("ana"), kept.last_use("ana")) == (0, [], None)
    kept.add("ana", 10.5, since=0)
    kept.add("ana", 20.5, since=10.5)
    kept.add("ben", 20.0, since=0)
    assert kept.begun("ana") == [10.5, 20.5]
    kept.add("ana", 30.5, since=11)
    assert kept.begun("ana") == [20.5, 30.5]
    kept.use("ana", 31.0)
    kept.end("ana")
    kept.end("ana")
    assert (kept.logouts("ana"), kept.begun("ana"), kept.last_use("ana")) == (2, [], 31.0)
    assert (kept.logouts("ben"), kept.begun("ben")) == (0, [20.0])
    assert kept.salt() == kept.salt()
    assert len(kept.salt()) == 32


def test_processes_share_what_is_in_a_database(both: tuple[Records, Records]) -> None:
    one, other = both
    keep_linked(one.links, answer([]))
    assert read_linked(other.links, link_id(answer([]))) == answer([])
    for number in range(3):
        both[number % 2].feedback.append(f'{{"liked": true, "number": {number}}}')
    assert one.feedback.read() == other.feedback.read()
    assert [json.loads(line)["number"] for line in one.feedback.read()[0]] == [0, 1, 2]
    one.sessions.add("ana", 1.0, since=0)
    one.sessions.use("ana", 2.0)
    assert (other.sessions.begun("ana"), other.sessions.last_use("ana")) == ([1.0], 2.0)
    other.sessions.end("ana")
    assert (one.sessions.logouts("ana"), one.sessions.begun("ana")) == (1, [])
    assert one.sessions.salt() == other.sessions.salt()


def test_a_use_is_written_once_a_minute(both: tuple[Records, Records]) -> None:
    one, other = both
    seen = []
    for at in (1000.0, 1059.0, 1060.0, 900.0):  # at last, the clock is set back
        one.sessions.use("ana", at)
        seen.append(other.sessions.last_use("ana"))
    assert seen == [1000.0, 1000.0, 1060.0, 900.0]


def test_processes_may_make_the_tables_at_once_and_the_store_its_own(database_url: str) -> None:
    address = PostgresAddress.parse(database_url)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda make: make(address), [postgres_records, PostgresDatabase] * 2))
    for each in made:
        each.close()
    with closing(shared(database_url)) as records:
        assert records.feedback.read() == ([], 0)


def test_records_of_another_version_are_refused(
    postgres: PostgresServer, database_url: str
) -> None:
    shared(database_url).close()
    postgres.run("UPDATE citera.chat_properties SET value = '9' WHERE name = 'format'")
    with pytest.raises(StoreDamaged, match="format 9"):
        shared(database_url)


def test_who_asks_for_a_session_is_not_told_which_server_is_down(database_url: str) -> None:
    kept = shared(database_url)
    kept.close()
    kept.sessions._pool.address = replace(kept.sessions._pool.address, port=1)
    with pytest.raises(SessionsUnavailable) as raised:
        kept.sessions.logouts("ana")
    assert "127.0.0.1" not in str(raised.value)
    with pytest.raises(DatabaseUnavailable, match="cannot be reached"):
        kept.links.names()


def test_the_settings_choose_the_place(database_url: str, tmp_path: Path) -> None:
    own = {"links": tmp_path / "links", "feedback": tmp_path / "feedback.jsonl"}
    servers = {"store": "http://127.0.0.1:1", "store_folder": tmp_path}
    for settings, kind in (
        (Settings(store=tmp_path, **own), LinkFolder),
        (Settings(**servers, **own), LinkFolder),
        (Settings(**servers, **own, database=database_url), LinkTable),
    ):
        with closing(open_records(settings)) as records:
            assert type(records.links) is kind


def test_feedback_in_a_database_is_printed(
    both: tuple[Records, Records], database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    keep_feedback(both[0].feedback, Exchange("Why?", "done", answer=answer([]), liked=True))
    monkeypatch.setenv("CITERA_STORE", "http://127.0.0.1:1")
    monkeypatch.setenv("CITERA_DATABASE", database_url)
    printed = CliRunner().invoke(feedback, ["--json"], catch_exceptions=False).stdout
    assert json.loads(printed)["liked"] is True
