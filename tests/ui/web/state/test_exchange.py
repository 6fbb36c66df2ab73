"""Tests of ui/web/state/exchange.py: how an exchange grows, and what a failure leaves."""

from assistant.answer import AnswerEvent, FinalEvent, PassagesEvent, TokenEvent
from tests.ui.answers import answer, cited_passage
from ui.web.state.exchange import Exchange, follow
from vectorstore.article import Article
from vectorstore.errors import ModelUnavailable

PASSAGE = cited_passage(Article(text="The proof is here.", title="T", source="s"), "The proof")


class Scripted:
    """Stands in for the assistant where an exact order of events, or a fault, is needed."""

    def __init__(self, *events):
        self.events = events
        self.history = None

    def stream(self, question, history=(), filters=None):
        self.filters = filters
        self.history = list(history)
        for event in self.events:
            if isinstance(event, Exception):
                raise event
            yield event


def test_stages_follow_the_events():
    made = answer([PASSAGE], ("So.", ()))
    events = (
        PassagesEvent(passages=(PASSAGE,)),
        TokenEvent(text="S"),
        TokenEvent(text="o."),
        FinalEvent(answer=made),
    )
    grown = list(follow(Scripted(*events), Exchange("Why?"), ()))
    assert [e.stage for e in grown] == ["searching", "reading", "checking", "checking", "done"]
    assert [e.draft for e in grown] == ["", "", "S", "So.", ""]
    assert grown[1].passages == (PASSAGE,)
    assert grown[-1].answer == made
    assert [e.running for e in grown] == [True, True, True, True, False]


def test_an_answer_shows_while_its_quotations_are_translated():
    made = answer([PASSAGE], ("So.", ()))
    events = (AnswerEvent(answer=made), FinalEvent(answer=made))
    _, early, last = follow(Scripted(*events), Exchange("Why?"), ())
    assert (early.stage, early.running, early.answer) == ("phrasing", True, made)
    assert (last.stage, last.running) == ("done", False)


def test_passages_of_each_part_of_a_question_join_and_none_shows_twice():
    other = cited_passage(Article(text="Another.", title="U", source="u"), "Another.")
    assistant = Scripted(
        PassagesEvent(passages=(PASSAGE,)),
        TokenEvent(text="So."),
        PassagesEvent(passages=(other, PASSAGE)),
    )
    *_, last, _ = follow(assistant, Exchange("Why, and when?"), ())
    assert last.passages == (PASSAGE, other)
    assert (last.stage, last.draft) == ("reading", "So.")


def test_earlier_answers_are_handed_on_and_unanswered_questions_are_not():
    assistant = Scripted(FinalEvent(answer=answer([])))
    answered = Exchange("First?", "done", answer=answer([PASSAGE], ("So.", ())))
    list(follow(assistant, Exchange("And?"), (answered, Exchange("Lost?", "stopped"))))
    assert [(turn.question, turn.answer) for turn in assistant.history] == [("First?", "So.")]


def test_a_known_failure_is_told_in_its_own_words_and_keeps_what_was_found():
    assistant = Scripted(PassagesEvent(passages=(PASSAGE,)), ModelUnavailable("No model: get one."))
    last = list(follow(assistant, Exchange("Why?"), ()))[-1]
    assert (last.stage, last.error) == ("failed", "No model: get one.")
    assert last.passages == (PASSAGE,)


def test_an_unknown_failure_is_logged_and_not_shown(caplog):
    last = list(follow(Scripted(KeyError("secret")), Exchange("Why?"), ()))[-1]
    assert (last.stage, last.error) == ("failed", None)
    assert "secret" in caplog.text


def test_a_stream_without_an_answer_is_an_internal_error_and_not_left_running(caplog):
    last = list(follow(Scripted(PassagesEvent(passages=(PASSAGE,))), Exchange("Why?"), ()))[-1]
    assert (last.stage, last.running, last.error) == ("failed", False, None)
    assert last.passages == (PASSAGE,)
    assert "ended without an answer" in caplog.text
