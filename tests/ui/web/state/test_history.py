"""Tests of history.py: what a browser keeps comes back as it was, whatever it holds."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.ui.answers import answer, citation, cited_passage
from ui.web.state.exchange import Exchange
from ui.web.state.history import (
    NO_OLD,
    Transcript,
    _Clock,
    read_entries,
    read_old,
    read_transcript,
    to_keep,
)
from vectorstore.article import Article


def conversation(question: str = "Why?") -> Transcript:
    article = Article(text="The proof is here.", title="News", source="n.txt")
    passage = cited_passage(article, "The proof is here.")
    made = answer([passage], ("So.", (citation(1, passage, "proof"),)))
    return Transcript().grown(Exchange(question, "done", (passage,), "So.", made, seconds=1.5))


def kept(*conversations: Transcript, **others) -> list:
    """What a browser gives back of conversations, in the order that they are to be kept."""
    opened = conversations[0] if conversations else Transcript()
    asked = json.loads(to_keep(*conversations, opened=opened, **others))
    return [read_transcript(json.dumps(talk)) for talk in asked["keep"]]


def test_a_conversation_comes_back_from_the_browser_as_it_was():
    talk = conversation()
    (again,) = kept(talk)
    assert (again.id, again.exchanges) == (talk.id, talk.exchanges)
    assert [each.id for each in again.exchanges] == [each.id for each in talk.exchanges]
    assert again.saved is not None


def test_an_empty_conversation_is_not_kept():
    assert kept(Transcript()) == []


def test_the_browser_is_told_which_version_of_the_open_conversation_it_had():
    (had,) = kept(conversation())
    asked = json.loads(to_keep(opened=had))
    assert asked["open"] == had.id
    assert json.loads(to_keep(had, opened=had))["keep"][0]["saved"] > asked["had"]


def test_a_clock_that_is_set_back_makes_no_version_older(monkeypatch):
    class SetBack(datetime):
        """A clock that is an hour slow."""

        @classmethod
        def now(cls, zone=None):
            return datetime.now(zone) - timedelta(hours=1)

    (first,) = kept(conversation())
    monkeypatch.setattr("ui.web.state.history.datetime", SetBack)
    (second,) = kept(conversation())
    assert second.saved - first.saved >= timedelta(milliseconds=1)
    monkeypatch.setattr("ui.web.state.history._CLOCK", _Clock())  # of a chat started anew
    (third,) = kept(second.grown(*second.exchanges))
    assert third.saved == second.saved


def test_an_answer_that_is_still_written_is_kept_as_one_cut_short():
    talk = conversation()
    (answered,) = talk.exchanges
    for stage, end in (("checking", "stopped"), ("failed", "failed"), ("done", "done")):
        (again,) = kept(talk.grown(answered, Exchange("And?", stage)))
        last = again.exchanges[-1]
        assert (last.question, last.stage) == ("And?", end)
    for part in ({"stage": "phrasing"}, {"translating": True, "told": "Wait."}):
        (again,) = kept(talk.grown(replace(answered, **part)))
        assert again.exchanges == (answered,)


def test_what_an_older_version_kept_is_kept_as_it_was_saved():
    talks = kept(conversation("One?"), conversation("Two?"))
    raw = [json.loads(to_keep(talk, opened=talk))["keep"][0] for talk in talks]
    former, opened = read_old({"conversations": raw, "current": raw[0]["id"]})
    assert [each.exchanges[0].question for each in former] == ["Two?", "One?"]
    assert opened.exchanges[0].question == "One?"
    assert [each.saved for each in kept(old=former)] == [each.saved for each in former]


@pytest.mark.parametrize("raw", [None, "", "[]", "text", '{"exchanges": [{"question": 1}]}', 1])
def test_what_cannot_be_read_gives_an_empty_conversation(raw):
    assert read_transcript(raw) == Transcript()


@pytest.mark.parametrize(
    "raw", [None, {}, [], "text", NO_OLD, {"conversations": [{"exchanges": 1}], "current": ""}]
)
def test_what_cannot_be_read_of_an_older_version_gives_nothing(raw):
    assert read_old(raw) == ([], Transcript())
    assert read_entries(raw if isinstance(raw, list) else [raw]) == ()
