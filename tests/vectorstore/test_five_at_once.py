"""Five processes on one store: two add, two search, one removes; nothing is lost or torn."""

import json
from collections.abc import Callable
from pathlib import Path

from ingest import ingest_paths, pipeline, read_articles, split_passages
from tests.forks import forked
from vectorstore import CiteraError, Embedder, Store

WORDS = "the olive harvest began early ferry to nador leaves".split()
SEARCHES = 25


def _text(number: int) -> str:
    words = [WORDS[(number + place) % len(WORDS)] for place in range(6)]
    return f"Number {number} says: {' '.join(words)}.\n\nIt ends with {words[0]} {number}."


def _write(folder: Path, numbers: range) -> Path:
    folder.mkdir()
    for number in numbers:
        (folder / f"{number}.txt").write_text(_text(number), "utf-8")
    return folder


def _add(store: Store, folder: str) -> list[str]:
    pipeline._BATCH_SIZE = 200  # so that it commits many times
    report = ingest_paths(store, [Path(folder)])
    return [] if report.succeeded else [repr(report)]


def _search(store: Store, folder: str) -> list[str]:
    """Search again and again; what is found must stand in its article as it is cited."""
    torn = []
    for number in range(SEARCHES):
        for hit in store.search(f"{WORDS[number % 9]} to nador", 5):
            passage, text = hit.passage, hit.article.text
            if passage.text != text[passage.start : passage.end]:
                torn.append(f"{hit.article.source} is torn")
            if store.get(hit.article.id) is None and "gone" not in hit.article.source:
                torn.append(f"{hit.article.source} is lost")
    return torn


def _remove(store: Store, folder: str) -> list[str]:
    ids = [article.id for article in store.articles() if "gone" in article.source]
    return [each for each in ids if not store.remove(each)]


DO: dict[str, Callable[[Store, str], list[str]]] = {
    "add": _add,
    "add more": _add,
    "search": _search,
    "search more": _search,
    "remove": _remove,
}


def work(name: str, home: Path, model: str) -> None:
    """Do one part, and write what went wrong: a line for each fault, or the one message."""
    try:
        with Store.open(home / "store", Embedder(model, home)) as store:
            faults = DO[name](store, str(home / name))
    except CiteraError as error:
        faults = [f"told: {error}"]
    (home / f"{name}.json").write_text(json.dumps(faults), "utf-8")


def test_each_gets_its_result_and_the_store_is_whole(static_model: Path, tmp_path: Path) -> None:
    for name, numbers in {"kept": range(20), "gone": range(20, 30)}.items():
        folder = _write(tmp_path / name, numbers)
        with Store.open(tmp_path / "store", Embedder(str(static_model), tmp_path)) as store:
            assert ingest_paths(store, [folder]).succeeded
    _write(tmp_path / "add", range(30, 60))
    _write(tmp_path / "add more", range(60, 90))
    processes = {name: forked(work, name, tmp_path, str(static_model)) for name in DO}
    for process in processes.values():
        process.start()
    for process in processes.values():
        process.join(300)
    told = {name: json.loads((tmp_path / f"{name}.json").read_text("utf-8")) for name in DO}
    assert told == {name: [] for name in DO}
    files = [f for each in ("kept", "add", "add more") for f in (tmp_path / each).iterdir()]
    kept = [article for file in files for article in read_articles(file)]
    with Store.open(tmp_path / "store", Embedder(str(static_model), tmp_path)) as store:
        assert store.content_hashes() == {each.id: each.content_hash for each in kept}
        assert all(store.passages(each.id) == split_passages(each) for each in kept)
        assert store.faults() == store.damage() == []
