"""A hosted model that is down, slow, refuses or writes rubbish: quotations, and one line why."""

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from assistant.answer import FinalEvent, SentenceEvent, TokenEvent
from assistant.assembly import Assembly
from assistant.compose.failure_messages import model_failed
from assistant.llm.failures import Failure
from assistant.pipeline import answer_question
from assistant.query.turns import Turn
from assistant.settings import Settings
from ingest import split_passages
from tests.assistant.found import FoundStore
from tests.assistant.provider import KEY, reply, stand_in
from vectorstore import ScoredPassage

NAME = "openai:stand-in"
QUESTION = "Who is the spokesman that read the general's statement?"
RIGHT = "Ahmad al-Mesmari is his spokesman [1]."
_MOST_SECONDS = 20
"""Far from the time that a provider is given, for a busy machine; unlimited, it takes minutes."""


@pytest.fixture(scope="module")
def hits(sample_article):
    """The passages of the sample article, as a search finds them, the first one best."""
    return [
        ScoredPassage(
            passage,
            sample_article,
            0.9 - 0.1 * place,
            tuple(0.8 - 0.05 * place - 0.02 * n for n in range(len(passage.sentences))),
            0.9,
        )
        for place, passage in enumerate(split_passages(sample_article))
    ]


@pytest.fixture
def asked(hits, embedder):
    """Makes questions to a model at some address; every search finds `hits`."""

    def make(url, question=QUESTION, history=(), **options):
        values = {"retries": 0, "timeout": 5.0} | options
        settings = Settings(model=NAME, base_url=url, api_key=KEY, **values)
        return Asked(question, history, settings, Assembly(settings, FoundStore(hits, embedder)))

    return make


@dataclass(frozen=True)
class Asked:
    """A question to a model at some address."""

    question: str
    history: Sequence[Turn]
    settings: Settings
    assembly: Assembly

    def events(self):
        return answer_question(self.question, self.history, None, self.assembly.stages())


def answer_of(asked):
    *_, last = asked.events()
    assert isinstance(last, FinalEvent)
    return last.answer


def check_quoted(answer, failure):
    """The answer is made of the article's own words, says why in one line, and holds no key."""
    assert answer.model == "extractive"
    assert answer.notice == model_failed(answer.language, NAME, failure)
    assert answer.status == "answered"
    assert answer.sentences
    for sentence in answer.sentences:
        assert sentence.text == " ".join(sentence.citations[0].quote.split())
    assert KEY not in answer.model_dump_json() + repr(answer)


def silent(exchange):
    exchange.wait_for_hang_up()


def silent_after_a_word(exchange):
    exchange.begin()
    exchange.write("Ahmad")
    exchange.wait_for_hang_up()


def endless(pause):
    def behave(exchange):
        exchange.begin()
        while not exchange.stand_in.over.is_set():
            exchange.write("and so on " * 20)
            time.sleep(pause)

    return behave


def rubbish(exchange):
    exchange.begin()
    exchange.event("{this is no JSON")
    exchange.end()


def another_shape(exchange):
    exchange.begin()
    exchange.event('{"choices": "none"}')
    exchange.end()


def a_web_page(exchange):
    exchange.send(200, "<html>Please log in</html>", "text/html")


def cut_in_the_protocol(exchange):
    exchange.begin()
    exchange.write(RIGHT)
    exchange.wfile.flush()


def ended_in_a_word(exchange):
    exchange.begin()
    exchange.write("Ahmad al-Mes")
    exchange.end(reason=None)


def error_in_the_stream(exchange):
    exchange.begin()
    exchange.write("Ahmad")
    exchange.event('{"error": {"message": "overloaded", "type": "server_error", "code": 500}}')
    exchange.end()


def failing(status, message="no", code="error", **headers):
    return lambda exchange: exchange.fail(status, message, code, **headers)


FAULTS = {
    "wrong key": (failing(401, "Incorrect API key", "invalid_api_key"), Failure.KEY_REFUSED),
    "no right": (failing(403), Failure.KEY_REFUSED),
    "unknown model": (failing(404, code="model_not_found"), Failure.UNKNOWN_MODEL),
    "too many requests": (failing(429, code="rate_limit_exceeded"), Failure.BUSY),
    "no credit": (failing(429, code="insufficient_quota"), Failure.BUSY),
    "no money": (failing(402), Failure.REFUSED),
    "too long": (failing(400, "Too long", "context_length_exceeded"), Failure.TOO_LONG),
    "filter": (failing(400, "Filtered", "content_filter"), Failure.FILTERED),
    "wrong option": (failing(400, "Unsupported value"), Failure.REFUSED),
    "server error": (failing(500), Failure.BROKEN),
    "overloaded": (failing(503), Failure.BROKEN),
    "error in the stream": (error_in_the_stream, Failure.BROKEN),
    "no JSON": (rubbish, Failure.UNREADABLE),
    "another shape": (another_shape, Failure.UNREADABLE),
    "a web page": (a_web_page, Failure.UNREADABLE),
    "empty": (reply(""), Failure.EMPTY),
    "white space": (reply("  \n "), Failure.EMPTY),
    "endless": (endless(0), Failure.ENDLESS),
    "cut": (cut_in_the_protocol, Failure.CUT_OFF),
    "ended in a word": (ended_in_a_word, Failure.CUT_OFF),
    "cut at its most tokens": (
        reply("Ahmad al-Mesmari is his spokesman [1] because the", reason="length"),
        Failure.CUT_OFF,
    ),
    "cut behind a sentence": (reply(RIGHT, reason="max_tokens"), Failure.CUT_OFF),
    "cut in its thinking": (reply(f"<think>{RIGHT}", reason="length"), Failure.CUT_OFF),
    "thinking alone": (reply(f"<think>{RIGHT}</think>\n"), Failure.EMPTY),
    "thinking without an end": (reply(f"<think>{RIGHT}"), Failure.EMPTY),
    "filtered at its end": (reply("Ahmad", reason="content_filter"), Failure.FILTERED),
    "no citation": (reply("Ahmad al-Mesmari is his spokesman."), Failure.UNPROVED),
    "passage 99": (reply("Ahmad al-Mesmari is his spokesman [99]."), Failure.UNPROVED),
    "passage 0": (reply("Ahmad al-Mesmari is his spokesman [0]."), Failure.UNPROVED),
    "other numbers": (reply("He has had 77 spokesmen [1]."), Failure.UNPROVED),
    "JSON": (reply('{"answer": "Ahmad al-Mesmari", "sources": 1}'), Failure.UNPROVED),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_provider_that_misbehaves_ends_in_quotations(asked, fault):
    behave, failure = FAULTS[fault]
    with stand_in(behave) as provider:
        answer = answer_of(asked(provider.url))
    check_quoted(answer, failure)
    assert len(provider.requests) == 1


@pytest.mark.parametrize("behave", [silent, silent_after_a_word, endless(0.05)])
def test_a_slow_provider_is_given_up_in_time_and_hung_up_on(asked, behave):
    began = time.monotonic()
    with stand_in(behave) as provider:
        answer = answer_of(asked(provider.url, timeout=0.3, hosted_answer_tokens=100_000))
        assert time.monotonic() - began < _MOST_SECONDS
        assert provider.hung_up.wait(_MOST_SECONDS)
    check_quoted(answer, Failure.SLOW)


def test_retries_too_end_in_time(asked):
    with stand_in(failing(503, retry_after="30")) as provider:
        began = time.monotonic()
        answer = answer_of(asked(provider.url, timeout=0.3, retries=5))
        assert time.monotonic() - began < _MOST_SECONDS
    check_quoted(answer, Failure.SLOW)


def test_a_provider_that_is_down_is_named_as_such(asked):
    with stand_in(silent) as provider:
        pass
    check_quoted(answer_of(asked(provider.url)), Failure.UNREACHABLE)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_provider_that_was_busy_is_asked_again(asked, status):
    with stand_in(failing(status, retry_after_ms="10"), reply(RIGHT)) as provider:
        answer = answer_of(asked(provider.url, retries=1))
    assert answer.notice is None
    assert answer.model == NAME
    assert len(provider.requests) == 2


@pytest.mark.parametrize(
    ("question", "language", "said"),
    [
        (QUESTION, "en", "cannot be reached"),
        ("Qui est le porte-parole du général Haftar qui a lu le communiqué ?", "fr", "injoignable"),
        ("¿Quién es el portavoz del general Haftar que leyó eso ayer?", "es", "contactar"),
        ("Wer ist der Sprecher von General Haftar, der das vorlas?", "de", "nicht erreichbar"),
    ],
)
def test_why_is_told_in_the_readers_language(asked, question, language, said):
    answer = answer_of(asked("http://127.0.0.1:9/v1", question))
    assert answer.language == language
    assert said in answer.notice


def test_the_key_is_in_no_log_whatever_the_provider_says(asked, caplog):
    with caplog.at_level(logging.DEBUG):
        for behave, _ in (FAULTS["wrong key"], FAULTS["server error"], FAULTS["no JSON"]):
            with stand_in(behave) as provider:
                answer_of(asked(provider.url))
    assert NAME in caplog.text  # that it failed is logged
    assert KEY not in caplog.text


def test_the_key_is_sent_to_the_provider_and_shown_by_nothing(asked):
    question = asked("http://127.0.0.1:9/v1")
    assert KEY not in repr(question) + repr(question.assembly.hosted_model())
    assert KEY not in question.settings.model_dump_json()


def test_an_answer_counts_the_tokens_that_the_provider_tells(asked):
    with stand_in(reply(RIGHT)) as provider:
        answer = answer_of(asked(provider.url))
    assert answer.tokens == {"input": 900, "output": 20}


def test_each_sentence_counts_by_itself_and_the_others_are_listed(asked):
    text = "Ahmad al-Mesmari speaks for him [1, 99]. He was born in Paris. He has 77 sons [2]."
    with stand_in(reply(text)) as provider:
        answer = answer_of(asked(provider.url))
    assert [sentence.text for sentence in answer.sentences] == ["Ahmad al-Mesmari speaks for him."]
    assert answer.text == "Ahmad al-Mesmari speaks for him. [1]"
    (citation,) = answer.sentences[0].citations
    assert "Mesmari" in citation.quote
    dropped = {item.text: item for item in answer.dropped}
    assert set(dropped) == {"He was born in Paris.", "He has 77 sons."}
    assert {item.reason for item in answer.dropped} == {"unsupported"}
    assert dropped["He was born in Paris."].citations == ()
    assert (answer.model, answer.notice) == (NAME, None)


def test_what_was_written_and_not_proved_is_listed_under_the_quotations(asked):
    with stand_in(reply("He is a spokesman from Mars [99].")) as provider:
        answer = answer_of(asked(provider.url))
    assert [item.text for item in answer.dropped if not item.citations] == [
        "He is a spokesman from Mars."
    ]


def test_a_provider_that_finds_no_answer_is_believed(asked):
    with stand_in(reply("NOT_FOUND")) as provider:
        events = list(asked(provider.url).events())
    answer = events[-1].answer
    assert (answer.status, answer.notice, answer.model) == ("not_found", None, NAME)
    assert not any(isinstance(event, TokenEvent) for event in events)


def test_what_a_model_thinks_before_its_answer_is_no_part_of_it(asked):
    thinking = "\n<think>\nHaftar left Moscow [1]. Who reads for him?\n</think>\n\n"
    with stand_in(reply(thinking + RIGHT)) as provider:
        events = list(asked(provider.url).events())
    assert "".join(event.text for event in events if isinstance(event, TokenEvent)) == RIGHT
    answer = events[-1].answer
    assert [sentence.text for sentence in answer.sentences] == [RIGHT.replace(" [1]", "")]
    assert (answer.dropped, answer.notice) == ((), None)


def test_a_model_that_finds_no_answer_once_it_has_thought_is_believed(asked):
    with stand_in(reply("<think>It is not there.</think>\n\nNOT_FOUND")) as provider:
        events = list(asked(provider.url).events())
    answer = events[-1].answer
    assert (answer.status, answer.notice, answer.dropped) == ("not_found", None, ())
    assert not any(isinstance(event, TokenEvent) for event in events)


def test_an_answer_may_begin_nearly_as_thinking_does(asked):
    with stand_in(reply(f"<them> {RIGHT}")) as provider:
        events = list(asked(provider.url).events())
    drafted = "".join(event.text for event in events if isinstance(event, TokenEvent))
    assert drafted == f"<them> {RIGHT}"


def test_it_is_shown_all_sentences_numbered_under_title_and_date(asked, hits, sample_article):
    with stand_in(reply(RIGHT)) as provider:
        answer_of(asked(provider.url))
    (request,) = provider.requests
    shown = request["messages"][-1]["content"]
    count = sum(len(hit.passage.sentences) for hit in hits)
    assert f"\n[{count}] " in shown
    assert f"[{count + 1}]" not in shown
    assert sample_article.title in shown
    assert QUESTION in shown
    assert "English" in shown


def test_a_stream_gives_drafts_then_what_was_checked_then_the_answer(asked):
    with stand_in(reply(RIGHT)) as provider:
        events = list(asked(provider.url).events())
    drafted = "".join(event.text for event in events if isinstance(event, TokenEvent))
    assert drafted == RIGHT
    assert [type(event) for event in events[-2:]] == [SentenceEvent, FinalEvent]


def test_a_stream_that_is_left_hangs_up_on_the_provider(asked):
    with stand_in(silent_after_a_word) as provider:
        events = asked(provider.url).events()
        next(event for event in events if isinstance(event, TokenEvent))
        events.close()
        assert provider.hung_up.wait(2)


def test_a_follow_up_is_made_to_stand_alone_by_the_provider_too(asked):
    history = [Turn("Who rejected the ceasefire?", "Haftar rejected it. [1]")]
    with stand_in(reply("Who speaks for Haftar?"), reply(RIGHT)) as provider:
        answer = answer_of(asked(provider.url, "And who speaks for him?", history))
    assert "Who speaks for Haftar?" in provider.requests[1]["messages"][-1]["content"]
    assert answer.tokens == {"input": 1800, "output": 40}


def test_a_follow_up_of_which_the_end_is_lost_is_not_asked(asked):
    history = [Turn("Who rejected the ceasefire of Moscow?", "Haftar rejected it. [1]")]
    with stand_in(reply("Who speaks for", reason="length"), reply(RIGHT)) as provider:
        answer = answer_of(asked(provider.url, "And who speaks for him?", history))
    shown = provider.requests[1]["messages"][-1]["content"]
    assert f"{history[0].question} And who speaks for him?" in shown
    assert answer.notice is None


def test_a_follow_up_waits_only_once_for_a_provider_that_is_slow(asked):
    history = [Turn("Who is Khalifa Haftar?", "A general. [1]")]
    with stand_in(silent) as provider:
        answer = answer_of(asked(provider.url, "And who speaks for him?", history, timeout=0.3))
    check_quoted(answer, Failure.SLOW)
    assert len(provider.requests) == 1


def test_threads_may_ask_one_provider_at_once(asked):
    together = threading.Barrier(3, timeout=5)

    def meet(exchange):
        together.wait()  # passed only where all three are being answered at a time
        reply(RIGHT)(exchange)

    with stand_in(meet) as provider:
        question = asked(provider.url)
        answers = []
        threads = [
            threading.Thread(target=lambda: answers.append(answer_of(question))) for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
    assert [answer.notice for answer in answers] == [None] * 3
