"""The vectors that an older version wrote are brought up to date in place, without the model."""

import sqlite3
from contextlib import closing

import numpy as np
import pytest

from ingest import split_passages
from tests.faults import CrashImages
from tests.older_version import QUESTION, unpack
from vectorstore import Article, Embedder, Store
from vectorstore import recode as recode_module
from vectorstore.coding.codings import E5_COMPACT, E5_POOLED, E5_SMALL, FORMER
from vectorstore.coding.passage_codes import recoded
from vectorstore.places import open_place
from vectorstore.tables import passage_rows, segment_rows
from vectorstore.tables.properties import write_property

ARTICLES = [
    Article("The olive harvest began early. It was a dry year.", "Olives", "olives.txt"),
    Article("The ferry to Nador leaves early. Cars pay twice.", "Ferry", "ferry.txt"),
    Article("The prize went to nobody. The jury was split.", "Prize", "prize.txt"),
]
QUESTIONS = ("When did the harvest begin?", "¿A dónde va el ferry?", "Wer bekam den Preis?")


def as_it_was(place) -> None:
    """Code the vectors of a store as the last version did, and forget its index."""
    tables, _ = open_place(place)
    with tables.writing() as db:
        ids = [row for (row,) in db.execute("SELECT passage_id FROM vectors").fetchall()]
        for passage_id, row in passage_rows.fetch_encoded(db, ids).items():
            passage_rows.update_vectors(db, passage_id, recoded(row, FORMER, 384))
        segment_rows.replace(db, segment_rows.fetch(db), None)
        write_property(db, passage_rows.RECODED, "0")
    tables.close()


def codings(place) -> list[int]:
    tables, _ = open_place(place)
    with tables.reading() as db:
        found = db.execute("SELECT coding FROM vectors ORDER BY passage_id").fetchall()
    tables.close()
    return [coding for (coding,) in found]


def best(store: Store) -> list[str]:
    return [store.search(question, 1)[0].article.title for question in QUESTIONS]


def test_it_goes_on_where_it_was_and_answers_all_the_time(place, embedder, monkeypatch):
    monkeypatch.setattr(recode_module, "_BATCH", 1)
    with Store.open(place, embedder) as store:
        store.add([(article, split_passages(article)) for article in ARTICLES])
        as_it_was(place)
        assert best(store) == ["Olives", "Ferry", "Prize"]

        def interrupt(done: int, _total: int) -> None:
            if done == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            store.recode(interrupt)
        assert codings(place) == [E5_COMPACT, E5_COMPACT, FORMER]
        assert best(store) == ["Olives", "Ferry", "Prize"]
        assert store.count_former() == 1
        steps = []
        assert store.recode(lambda *step: steps.append(step)) == 1
        assert (steps, codings(place)) == ([(1, 1)], [E5_COMPACT] * 3)
        assert best(store) == ["Olives", "Ferry", "Prize"]
        assert store.faults() == []
        assert store.count_former() == store.recode() == 0


def test_killed_at_any_step_a_store_of_the_last_version_stays_whole(
    tmp_path, embedder: Embedder, monkeypatch
):
    monkeypatch.setattr(recode_module, "_BATCH", 1)
    home = unpack(tmp_path / "home")
    images = CrashImages(home / "store", tmp_path / "images")
    with images.at_each_step(), Store.open(home / "store", embedder) as store:
        first = store.search(QUESTION, 1)[0]
        assert store.count_former() > 2
        assert store.recode() > 2
    with Store.open(home / "store", embedder) as store:
        (found,) = store.search(QUESTION, 1)
        assert found.passage == first.passage
        assert np.isclose(found.score, first.score, atol=0.03)
    states = {tuple(codings(image)): image for image in images.taken}
    assert len(states) > 3
    for image in states.values():
        with Store.open(image, embedder) as store:
            assert store.search(QUESTION, 1)[0].passage == first.passage
            store.recode()
            assert (store.count_former(), store.faults()) == (0, [])
        assert set(codings(image)) == {E5_COMPACT}


@pytest.mark.parametrize(
    ("made_by", "coding", "recoded_to"),
    [(4, E5_SMALL, None), (4, E5_SMALL, "2"), (5, E5_POOLED, None), (5, E5_POOLED, "2")],
)
def test_a_store_of_a_former_format_is_made_smaller_and_keeps_its_index(
    tmp_path, embedder, made_by, coding, recoded_to
):
    with Store.open(tmp_path, embedder) as store:
        store.add([(article, split_passages(article)) for article in ARTICLES])
    tables, _ = open_place(tmp_path)
    with tables.writing() as db:
        for passage_id, row in passage_rows.fetch_encoded(db, [1, 2, 3]).items():
            passage_rows.update_vectors(db, passage_id, recoded(row, coding, 384))
        write_property(db, passage_rows.RECODED, recoded_to)
        segments = segment_rows.fetch(db)
    tables.close()
    with closing(sqlite3.connect(tmp_path / "store.sqlite3")) as db:
        db.execute(f"PRAGMA user_version = {made_by}")
    with Store.open(tmp_path, embedder) as store:
        assert (store.count_former(), best(store)) == (3, ["Olives", "Ferry", "Prize"])
        assert store.recode() == 3
        assert (codings(tmp_path), store.faults()) == ([E5_COMPACT] * 3, [])
        assert best(store) == ["Olives", "Ferry", "Prize"]
    tables, _ = open_place(tmp_path)
    with tables.reading() as db:
        assert segments == segment_rows.fetch(db) != []
    tables.close()


def test_the_index_is_written_anew_too(place, embedder):
    with Store.open(place, embedder) as store:
        store.add([(article, split_passages(article)) for article in ARTICLES])
        tables, _ = open_place(place)
        with tables.writing() as db:
            (row,) = segment_rows.fetch(db)
            db.execute("UPDATE segments SET coding = ?", (FORMER,))
            write_property(db, passage_rows.RECODED, "0")
        store.recode()
        with tables.reading() as db:
            (new,) = segment_rows.fetch(db)
        tables.close()
        assert (new.first, new.last, new.vectors) == (row.first, row.last, row.vectors)
        assert (new.coding, new.directory == row.directory) == (row.coding, False)
        assert best(store) == ["Olives", "Ferry", "Prize"]
        assert store.faults() == []
