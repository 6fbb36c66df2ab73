from pathlib import Path

from assistant.settings import Settings
from ingest import ingest_paths, pipeline, read_articles, split_passages
from tests.forks import forked
from vectorstore import Embedder, Store


def ingest(store_path: Path, *folders: Path) -> None:
    pipeline._BATCH_SIZE = 600
    with Store.open(store_path, Embedder("e5-small", Settings().cache)) as store:
        report = ingest_paths(store, folders)
    assert report.succeeded, report


def test_two_ingests_at_once_are_safe(tmp_path: Path, embedder: Embedder):
    for folder, numbers in {"a": range(20), "b": range(20, 40), "both": range(40, 60)}.items():
        (tmp_path / folder).mkdir()
        for number in numbers:
            text = f"Talk {number} began in Moscow on Monday.\n\nIt ended after {number} hours."
            (tmp_path / folder / f"{number}.txt").write_text(text, "utf-8")
    store_path = tmp_path / "store"
    processes = [
        forked(ingest, store_path, tmp_path / own, tmp_path / "both") for own in ("a", "b")
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(300)
    assert [process.exitcode for process in processes] == [0, 0]
    articles = {a.id: a for path in tmp_path.glob("*/*.txt") for a in read_articles(path)}
    assert len(articles) == 60
    with Store.open(store_path, embedder) as store:
        assert store.content_hashes() == {id_: a.content_hash for id_, a in articles.items()}
        for article in articles.values():
            assert store.passages(article.id) == split_passages(article)
        assert store.faults() == []
