"""A store killed before, and half-way through, any write is as it was or as it was to be.

The index is left out: `tests/vectorstore/ann/test_index.py` kills processes that write it.
"""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import split_passages
from tests.faults import CrashImages
from vectorstore import Article, Embedder, Passage, Store
from vectorstore.ann import index
from vectorstore.embedding import identity
from vectorstore.tables.database import Database

OLIVES = Article("The olive harvest began early. Nobody leaves.", "Olives", "olives.txt")
FERRY = Article("The ferry to Nador leaves early.", "Ferry", "ferry.txt")
NADOR = Article("Nador began early.\n\nThe ferry leaves.", "Nador", "nador.txt")


def parts(*articles: Article) -> list[tuple[Article, list[Passage]]]:
    return [(article, split_passages(article)) for article in articles]


ACTIONS = {
    "add": lambda store: store.add(parts(NADOR)),
    "replace": lambda store: store.add(parts(replace(OLIVES, text="The ferry began early."))),
    "remove": lambda store: store.remove(OLIVES.id),
    "reindex": lambda store: store.reindex(),
}


@pytest.fixture
def embedders(static_model: Path, tmp_path: Path) -> dict[str, Embedder]:
    """Two that differ in their prompts, by these."""
    made = (Embedder(str(static_model), tmp_path, passage_prompt=each) for each in ("", "the "))
    return {embedder.identity.passage_prompt: embedder for embedder in made}


def state(store: Path, embedders: dict[str, Embedder]) -> tuple[str, dict[str, str]]:
    """The prompt of the vectors, and what the articles hold; all can be found and is consistent."""
    with closing(Database(store / "store.sqlite3")) as database, database.reading() as db:
        prompt = identity.recorded(db).passage_prompt
    with Store.open(store, embedders[prompt]) as opened:
        assert opened.faults() == []
        assert opened.damage() == []
        found = {hit.article.id for hit in opened.search("the ferry", 9)}
        assert found == opened.content_hashes().keys()
        return prompt, opened.content_hashes()


@pytest.mark.parametrize("action", ACTIONS)
def test_a_write_killed_at_any_step_is_done_or_undone(action, embedders, tmp_path, monkeypatch):
    monkeypatch.setattr(index.segment_rows, "next_plan", lambda db, coding: None)
    path, using = tmp_path / "store", embedders["the " if action == "reindex" else ""]
    with Store.open(path, embedders[""]) as store:
        store.add(parts(OLIVES, FERRY))
    before = state(path, embedders)
    images = CrashImages(path, tmp_path / "images")
    with images.at_each_step(), Store.open(path, using) as store:
        ACTIONS[action](store)
    after = state(path, embedders)
    found = []
    for image in images.taken:
        found.append(state(image, embedders))
        with Store.open(image, using) as store:
            ACTIONS[action](store)
        assert state(image, embedders) == after
    assert before != after
    assert [each for each in found if each not in (before, after)] == []
    assert (found[0], found[-1]) == (before, after)
