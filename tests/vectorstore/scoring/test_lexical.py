"""The lexical index: how words are cut, what is found, and how shared words are weighed."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.article import Article
from vectorstore.scoring import lexical
from vectorstore.scoring.lexical import Lexicon, fold, grams
from vectorstore.tables import article_rows
from vectorstore.tables.connection import Connection, Tables
from vectorstore.tables.database import SqliteConnection

_ARTICLE = Article("", "Title", "source")


@pytest.fixture
def db(tables: Tables) -> Iterator[Connection]:
    with tables.writing() as connection:
        article_rows.insert(connection, [_ARTICLE])
        yield connection


def _add(db: Connection, *texts: str) -> None:
    added = {}
    for text in texts:
        (number,) = db.execute(
            'INSERT INTO passages (article_id, start, "end", sentence_count, sentences)'
            " VALUES (?, 0, 0, 0, '[]') RETURNING id",
            (_ARTICLE.id,),
        ).fetchone()
        added[number] = text
    lexical.add(db, added)


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


def test_the_passage_with_the_rare_word_comes_first(db: Connection) -> None:
    _add(db, "the council met on Monday", "the council met in Benghazi", "the river rose")
    words = Lexicon().weigh(db, "Did the council of Benghazi meet?")
    assert words.candidates(db, 5)[0] == 2
    shares = words.scores(["the council met on Monday", "the council met in Benghazi"])
    assert 0 < shares[0] < shares[1]


def test_a_query_in_another_language_earns_nearly_nothing(db: Connection) -> None:
    text = "The council met in Benghazi on Monday to discuss the budget."
    _add(db, text, "The river rose.", "The harvest was poor.")
    same = Lexicon().weigh(db, "When did the council discuss the budget?").scores([text])[0]
    other = Lexicon().weigh(db, "Wann wurde über den Haushalt beraten?").scores([text])[0]
    assert other < same / 5


def test_a_query_may_be_of_any_length(db: Connection) -> None:
    words = [f"word{number}x" for number in range(900)]
    _add(db, *(" ".join(words) for _ in range(3)), "Benghazi")
    query = " ".join([*words, "Benghazi"])
    assert Lexicon().weigh(db, query).candidates(db, 5) == [1, 2, 3, 4]
    assert Lexicon().weigh(db, "…").candidates(db, 2) == []


def test_what_is_removed_is_forgotten(db: Connection) -> None:
    _add(db, "Benghazi", "Tobruk")
    lexical.remove(db, {1: "Benghazi"})
    assert Lexicon().weigh(db, "Benghazi").candidates(db, 5) == []
    assert Lexicon().weigh(db, "Tobruk").candidates(db, 5) == [2]
    if isinstance(db, SqliteConnection):
        db.execute("INSERT INTO lexical (lexical) VALUES ('integrity-check')")


def test_many_passages_are_counted_and_forgotten_together(
    db: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexical, "_INDEXED_AT_ONCE", 2)
    texts = ["Tobruk", "Benghazi Benghazi", "Benghazi Tobruk", "Derna", "Tobruk"]
    _add(db, *texts)
    asked = ["_beng", "_tobr", "_dern"]
    assert db.words.frequencies(asked) == {"_beng": 2, "_tobr": 3, "_dern": 1}
    assert db.words.best({"_beng": 1.0}, 5) == [2, 3]
    lexical.remove(db, {2: texts[1], 3: texts[2], 5: texts[4]})
    left = db.words.frequencies(asked)
    assert {gram: count for gram, count in left.items() if count} == {"_tobr": 1, "_dern": 1}
    assert db.words.best({"_beng": 1.0, "_tobr": 1.0, "_dern": 1.0}, 5) == [1, 4]


def test_the_lexicon_sees_a_store_grow(db: Connection) -> None:
    lexicon = Lexicon()
    _add(db, "Benghazi")
    before = lexicon.weigh(db, "Tobruk Benghazi").scores(["Benghazi"])[0]
    _add(db, *["Tobruk"] * 38)
    after = lexicon.weigh(db, "Tobruk Benghazi").scores(["Benghazi"])[0]
    assert after > before


def test_passages_of_closed_collections_are_not_counted(db: Connection) -> None:
    board = Article("", "Title", "board", collection="board")
    article_rows.insert(db, [board])
    _add(db, "Tobruk rose", "Benghazi", "Derna")
    asked = " ".join(["Tobruk Benghazi", *(f"word{number}x" for number in range(900))])
    texts = ["Tobruk rose", "Benghazi"]
    before = Lexicon(["board"]).weigh(db, asked).scores(texts)
    _add(db, *["Tobruk"] * 9)
    db.execute("UPDATE passages SET article_id = ? WHERE id > 3", (board.id,))
    assert db.words.frequencies_in(["board", "none"], ["_tobr", "_beng"]) == {"_tobr": 9}
    assert Lexicon(["board"]).weigh(db, asked).scores(texts) == before
    assert Lexicon(["none"]).weigh(db, asked).scores(texts) != before
