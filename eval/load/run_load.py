"""The load test: people who ask side by side, a client that searches, and stops at the end."""

import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx

from eval.load.chat import Chat
from eval.load.exchange import Exchange, ask, client_of, search, user
from eval.load.figures import (
    Fairness,
    Percentiles,
    QueueLength,
    fairness,
    percentiles,
    queue_length,
)
from eval.load.people import Habits, Person, converse, tokens_in
from eval.load.process import peak_memory_mib, seconds_until_idle

_SEARCH_PAUSE = 1.0
_MOST_SUSPECTS = 20
"""With the stops, fewer than a reader may ask in a minute."""
_IDLE_WAIT = 60.0


@dataclass(frozen=True, slots=True)
class Tokens:
    """What came of the questions whose answer is a token."""

    asked: int
    """Answers to such questions."""
    returned: int
    """Those that hold the person's own token; the others refuse, or quote something else."""
    mixed_up: int
    """Answers that hold another person's token, which does not come when it is asked alone."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """Result of a load test; times are in seconds."""

    asked: int
    answered: int
    hung_up: int
    refused: int
    failed: int
    first_passages: Percentiles
    quoted_answer: Percentiles
    order: Fairness
    """Waits until the first passages. Those of unlike questions overtake each other by chance."""
    queue: QueueLength
    search: Percentiles
    searches_failed: int
    tokens: Tokens
    idle_after: list[float | None]
    """After the people left, then after each stop; None where the chat still computed."""
    peak_memory_mib: float
    tracebacks: int
    errors: list[str]

    def faults(self, idle_within: float) -> list[str]:
        """What must not be: errors, mixed-up conversations, stops that stop nothing."""
        late = [each for each in self.idle_after[1:] if each is None or each > idle_within]
        counts = {
            "answers failed": self.failed,
            "searches failed": self.searches_failed,
            "conversations mixed up": self.tokens.mixed_up,
            f"stops after which the chat computed for more than {idle_within:g} s": len(late),
            "tracebacks in the log": self.tracebacks,
            "no token came back, so that mixed-up conversations would not be noticed": int(
                not self.tokens.returned
            ),
        }
        return [f"{count} {what}" if count > 1 else what for what, count in counts.items() if count]


def run_load(
    chat: Chat,
    people: Sequence[Person],
    observer: Person,
    seconds: float,
    habits: Habits,
    at_once: int,
    stops: int,
) -> LoadReport:
    """Have `people` ask for `seconds` while `observer` searches; then stop an answer `stops` times.

    The chat must know the logins and articles of all of them, and works on `at_once` questions side
    by side. The models are loaded, and each password verified, before the clock starts.
    """
    with client_of(chat.address, observer.key) as client:
        ask(client, [user(observer.questions[0])])
        _log_in(chat, people)
        until = time.monotonic() + seconds
        with ThreadPoolExecutor(len(people) + 1) as pool:
            searching = pool.submit(_search, chat.address, observer, until, habits.others)
            talks = [pool.submit(converse, each, chat.address, until, habits) for each in people]
            exchanges = [exchange for talk in talks for exchange in talk.result()]
            searches = searching.result()
        idle = [seconds_until_idle(chat.pid, _IDLE_WAIT)]
        idle += [_stop(chat, observer) for _ in range(stops)]
        tokens = check_tokens(client, exchanges, people)
    return _report(chat, exchanges, searches, tokens, idle, at_once)


def _log_in(chat: Chat, people: Sequence[Person]) -> None:
    for person in people:
        with client_of(chat.address, person.key) as client:
            client.get("/v1/models").raise_for_status()


def _search(
    address: str, observer: Person, until: float, queries: Sequence[str]
) -> list[float | None]:
    """Search once and again until the moment `until`; what each search took."""
    took: list[float | None] = []
    with client_of(address, observer.key) as client:
        while time.monotonic() < until:
            took.append(search(client, queries[len(took) % len(queries)]))
            time.sleep(max(0.0, min(_SEARCH_PAUSE, until - time.monotonic())))
    return took


def _stop(chat: Chat, observer: Person) -> float | None:
    """Hang up once passages are found, before the chat model writes; see when the chat is idle."""
    with client_of(chat.address, observer.key) as client:
        ask(client, [user(observer.questions[0])], hang_up="passages")
    return seconds_until_idle(chat.pid, _IDLE_WAIT)


def check_tokens(
    client: httpx.Client, exchanges: Sequence[Exchange], people: Sequence[Person]
) -> Tokens:
    """Look for tokens in the answers; those with another person's are asked again, alone.

    A search may find another person's article as well. If the token comes again when nobody else
    asks, it is that; if not, conversations were mixed up.
    """
    own = {person.login: person.token for person in people}
    questions = {question for person in people for question in person.questions}
    asked = [each for each in exchanges if each.messages[-1]["content"] in questions]
    answered = [each for each in asked if each.outcome == "answered"]
    returned = sum(own[each.person] in each.text for each in answered)
    mixed_up, suspects = 0, 0
    for each in exchanges:
        foreign = tokens_in(each.text, people) - {own[each.person]}
        if foreign and suspects < _MOST_SUSPECTS:
            suspects += 1
            mixed_up += not foreign <= tokens_in(ask(client, each.messages).text, people)
    return Tokens(len(answered), returned, mixed_up)


def _report(
    chat: Chat,
    exchanges: Sequence[Exchange],
    searches: Sequence[float | None],
    tokens: Tokens,
    idle: list[float | None],
    at_once: int,
) -> LoadReport:
    outcomes = Counter(each.outcome for each in exchanges)
    begun = [(each.sent, each.passages) for each in exchanges if each.passages is not None]
    quoted = [each.quoted - each.sent for each in exchanges if each.quoted is not None]
    spans = [(each.sent, each.ended) for each in exchanges if each.outcome != "refused"]
    found = [each for each in searches if each is not None]
    return LoadReport(
        asked=len(exchanges),
        answered=outcomes["answered"],
        hung_up=outcomes["hung up"],
        refused=outcomes["refused"],
        failed=outcomes["failed"],
        first_passages=percentiles(moment - sent for sent, moment in begun),
        quoted_answer=percentiles(quoted),
        order=fairness(begun),
        queue=queue_length(spans, at_once),
        search=percentiles(found),
        searches_failed=len(searches) - len(found),
        tokens=tokens,
        idle_after=idle,
        peak_memory_mib=peak_memory_mib(chat.pid),
        tracebacks=chat.tracebacks(),
        errors=sorted({each.error for each in exchanges if each.error}),
    )
