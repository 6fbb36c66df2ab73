"""The lexical index: how words are cut, what is found, and how shared words are weighed."""

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.scoring import lexical
from vectorstore.scoring.lexical import Lexicon, fold, grams
from vectorstore.tables import fts5_words
from vectorstore.tables.database import SqliteConnection


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", factory=SqliteConnection)
    connection.execute("CREATE TABLE passages (id INTEGER PRIMARY KEY)")
    for statement in fts5_words.SCHEMA.split(";"):
        connection.execute(statement)
    yield connection
    connection.close()


def _add(db: sqlite3.Connection, *texts: str) -> None:
    for number, text in enumerate(texts, start=1):
        db.execute("INSERT INTO passages VALUES (?)", (number,))
        lexical.add(db, number, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Straße, Élysée!", "_stra stras trass rasse asse_ _elis elise lisee isee_".split()),
        ("to be", ["_to_", "_be_"]),
        ("東京都", ["東京", "京都"]),
        ("GPT-4", ["_gpt_", "_4_"]),
        (" … ", []),
    ],
)  # fmt: skip
def test_words_are_cut_into_grams(text: str, expected: list[str]) -> None:
    assert grams(fold(text)) == expected


@given(st.text())
def test_every_gram_is_counted_where_it_was_cut(text: str) -> None:
    folded = fold(text)
    assert all(gram in folded for gram in grams(folded))


def test_the_passage_with_the_rare_word_comes_first(db: sqlite3.Connection) -> None:
    _add(db, "the council met on Monday", "the council met in Benghazi", "the river rose")
    words = Lexicon().weigh(db, "Did the council of Benghazi meet?")
    assert words.candidates(db, 5)[0] == 2
    shares = words.scores(["the council met on Monday", "the council met in Benghazi"])
    assert 0 < shares[0] < shares[1]


def test_a_query_in_another_language_earns_nearly_nothing(db: sqlite3.Connection) -> None:
    text = "The council met in Benghazi on Monday to discuss the budget."
    _add(db, text, "The river rose.", "The harvest was poor.")
    same = Lexicon().weigh(db, "When did the council discuss the budget?").scores([text])[0]
    other = Lexicon().weigh(db, "Wann wurde über den Haushalt beraten?").scores([text])[0]
    assert other < same / 5


def test_a_query_may_be_of_any_length(db: sqlite3.Connection) -> None:
    words = [f"word{number}x" for number in range(900)]
    _add(db, *(" ".join(words) for _ in range(3)), "Benghazi")
    query = " ".join([*words, "Benghazi"])
    assert Lexicon().weigh(db, query).candidates(db, 5) == [1, 2, 3, 4]
    assert Lexicon().weigh(db, "…").candidates(db, 2) == []


def test_what_is_removed_is_forgotten(db: sqlite3.Connection) -> None:
    _add(db, "Benghazi", "Tobruk")
    lexical.remove(db, 1, "Benghazi")
    assert Lexicon().weigh(db, "Benghazi").candidates(db, 5) == []
    assert Lexicon().weigh(db, "Tobruk").candidates(db, 5) == [2]
    db.execute("INSERT INTO lexical (lexical) VALUES ('integrity-check')")


def test_the_lexicon_sees_a_store_grow(db: sqlite3.Connection) -> None:
    lexicon = Lexicon()
    _add(db, "Benghazi")
    before = lexicon.weigh(db, "Tobruk Benghazi").scores(["Benghazi"])[0]
    for number in range(2, 40):
        db.execute("INSERT INTO passages VALUES (?)", (number,))
        lexical.add(db, number, "Tobruk")
    after = lexicon.weigh(db, "Tobruk Benghazi").scores(["Benghazi"])[0]
    assert after > before
