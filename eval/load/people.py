"""The people who ask: each has a login, an article of their own, and a token that is only in it."""

import random
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from eval.load.exchange import Exchange, Mark, Message, ask, client_of, user

MOST_PEOPLE = 80
_TOKEN = re.compile(r"(?<!\d)\d{6}(?!\d)")
_STARTS = "Vel Quor Brend Tam Oss Hild Mar Zan Kett Lur".split()
_ENDS = "mora hafen dale vik stead grad ique ford".split()
_KINDS = "lighthouse mill chapel brewery stable forge ferry granary bakery tannery".split()
_GIVEN = "Anna Joseph Clara Victor Martha Oliver Irene Samuel".split()
_FAMILY = "Lindqvist Okafor Moreau Tanaka Novak Silva Haddad Becker Rossi Murphy".split()
_HANG_UP_AT: tuple[Mark, ...] = ("passages", "quoted")


@dataclass(frozen=True, slots=True)
class Person:
    """A person who asks."""

    login: str
    password: str
    token: str
    """Six digits."""
    building: str
    keeper: str

    @property
    def key(self) -> str:
        """The login as an API key."""
        return f"{self.login}:{self.password}"

    @property
    def article(self) -> str:
        """The article that holds the token."""
        return (
            f"The {self.building} was restored last year, and visitors may climb its stairs.\n\n"
            f"{self.keeper} wrote the number {self.token} on the door of the {self.building}.\n"
        )

    @property
    def questions(self) -> tuple[str, str]:
        """A question and its follow-up; both are answered by the sentence with the token."""
        return f"Which number is written on the door of the {self.building}?", "Who wrote it there?"


def make_people(count: int, seed: int) -> list[Person]:
    """At most `MOST_PEOPLE` people, who differ in all their fields but the password."""
    chance = random.Random(seed)
    tokens = chance.sample(range(100_000, 1_000_000), count)
    places = chance.sample([f"{start}{end}" for start, end in product(_STARTS, _ENDS)], count)
    keepers = chance.sample([f"{a} {b}" for a, b in product(_GIVEN, _FAMILY)], count)
    password = f"{chance.getrandbits(64):016x}"
    return [
        Person(f"person{number}", password, str(token), f"{kind} of {place}", keeper)
        for number, (token, place, keeper) in enumerate(zip(tokens, places, keepers, strict=True))
        for kind in [_KINDS[number % len(_KINDS)]]
    ]


def logins(people: Sequence[Person]) -> str:
    """The logins of the people, as the setting `auth` has them."""
    return ",".join(f"{person.login}:reader:{person.password}" for person in people)


def write_articles(people: Sequence[Person], folder: Path) -> list[Path]:
    """Write the article of each person into a folder; the files."""
    paths = [folder / f"{person.login}.txt" for person in people]
    for path, person in zip(paths, people, strict=True):
        path.write_text(person.article, encoding="utf-8")
    return paths


def tokens_in(text: str, people: Sequence[Person]) -> set[str]:
    """The people's tokens that a text holds."""
    return set(_TOKEN.findall(text)) & {person.token for person in people}


@dataclass(frozen=True, slots=True)
class Habits:
    """How people ask."""

    pause: float
    """Mean seconds between an answer and the next question."""
    hang_up: float
    """Share of the questions whose connection is closed before the answer is whole."""
    others: Sequence[str]
    """Questions from which the last one of each conversation is drawn."""
    seed: int


def converse(person: Person, address: str, until: float, habits: Habits) -> list[Exchange]:
    """Have conversations of three questions until the moment `until` of `time.monotonic`.

    The last answer may end later. A conversation ends early where a question has no whole answer.
    """
    chance = random.Random(f"{habits.seed} {person.login}")
    exchanges: list[Exchange] = []
    with client_of(address, person.key) as client:
        while time.monotonic() < until:
            said: list[Message] = []
            for question in (*person.questions, chance.choice(habits.others)):
                leaves = chance.random() < habits.hang_up
                mark = chance.choice(_HANG_UP_AT) if leaves else None
                exchange = ask(client, [*said, user(question)], person.login, mark)
                exchanges.append(exchange)
                pause = exchange.retry_after or habits.pause * chance.uniform(0.5, 1.5)
                time.sleep(max(0.0, min(pause, until - time.monotonic())))
                if exchange.outcome != "answered" or time.monotonic() >= until:
                    break
                said += [user(question), {"role": "assistant", "content": exchange.text}]
    return exchanges
