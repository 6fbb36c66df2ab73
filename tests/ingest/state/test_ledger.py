"""A store that an older version filled is brought up to date from files that did not change."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest import ingest_paths, split_passages, sync_paths
from ingest.normal_form import normal_form
from vectorstore import Article, Embedder, Store

TALKS = "The talks began in Moscow on Monday.\n\nNobody expected much of them, a diplomat said."
NOTE = "The price of bread rose by a tenth in the capital, a survey of bakers says."
OLD = "Text of an older parser. "


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that is kept in step with a store, and beside it `uploads`."""
    for name, text in (("archive/talks.txt", TALKS), ("uploads/note.txt", NOTE)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@contextmanager
def older_version(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Within it, the parsers are of version 1, and give other texts."""
    with monkeypatch.context() as patched:
        patched.setattr("ingest.state.ledger.PARSER_VERSION", "1")
        patched.setattr(
            "ingest.articles.normal_pages", lambda text, starts: (OLD + normal_form(text), starts)
        )
        yield


def texts(store: Store) -> set[str]:
    return {article.text for article in store.articles()}


def test_unchanged_files_are_parsed_again_after_a_change_of_the_parsers(
    folder: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
):
    archive, uploads = folder / "archive", folder / "uploads"
    with Store.open(folder / "store", embedder) as store, older_version(monkeypatch):
        assert ingest_paths(store, [archive, uploads]).added == 2
        assert ingest_paths(store, [archive, uploads]).unchanged == 2
        assert texts(store) == {OLD + TALKS, OLD + NOTE}
    with Store.open(folder / "store", embedder) as store:
        report = sync_paths(store, [archive])
        assert (report.added, report.changed, report.removed) == (0, 1, 0)
        assert texts(store) == {TALKS, OLD + NOTE}
        assert ingest_paths(store, [uploads]).changed == 1
        assert texts(store) == {TALKS, NOTE}
        assert sync_paths(store, [archive, uploads]).unchanged == 2
        assert store.faults() == []


def test_an_article_whose_file_has_gone_is_kept(
    folder: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
):
    with Store.open(folder / "store", embedder) as store:
        with older_version(monkeypatch):
            ingest_paths(store, [folder / "archive", folder / "uploads"])
        (folder / "uploads" / "note.txt").unlink()
        ingest_paths(store, [folder / "archive", folder / "uploads"])
        sync_paths(store, [folder / "archive"])
        assert texts(store) == {TALKS, OLD + NOTE}


def test_a_file_that_can_no_longer_be_parsed_keeps_its_article(
    folder: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
):
    with Store.open(folder / "store", embedder) as store:
        with older_version(monkeypatch):
            ingest_paths(store, [folder / "archive"])
        with monkeypatch.context() as patched:
            patched.setattr("ingest.parsers.plain.split_head", lambda text: 1 / 0)
            report = sync_paths(store, [folder / "archive"], limits=None)
        assert [Path(failure.source).name for failure in report.failed] == ["talks.txt"]
        assert texts(store) == {OLD + TALKS}


def test_passages_are_cut_again_after_a_change_of_the_chunking(
    folder: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
):
    def cut_short(article: Article) -> list:
        return split_passages(article, size=40)

    with Store.open(folder / "store", embedder) as store:
        with monkeypatch.context() as patched:
            patched.setattr("ingest.state.ledger.PARSER_VERSION", "1")
            patched.setattr("ingest.reading.split_passages", cut_short)
            ingest_paths(store, [folder])
        talks = next(article for article in store.articles() if article.text == TALKS)
        assert len(store.passages(talks.id)) == 2
        report = ingest_paths(store, [folder])
        assert (report.changed, report.unchanged) == (1, 1)  # the note is of one passage anyway
        assert store.passages(talks.id) == split_passages(talks)
        assert len(store.passages(talks.id)) == 1
