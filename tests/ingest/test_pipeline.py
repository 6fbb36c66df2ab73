import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from ingest import IngestProgress, SourceFailure, ingest_paths, sync_paths
from ingest.extract import PageRecognised
from tests.ingest.documents import FIRST, SECOND, WRITERS
from tests.ingest.parsers.pictures import ENGLISH, picture
from tests.required import required
from vectorstore import Embedder, Store, StoreDamaged

TALKS = "The talks began in Moscow on Monday, and nobody expected much of them."
PRICES = "The price of bread rose by a tenth in the capital, a survey of bakers says."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an article, a table of two, and a film."""
    root = tmp_path / "archive"
    (root / "2020").mkdir(parents=True)
    (root / "talks.txt").write_text(TALKS, "utf-8")
    write_table(root / "2020" / "table.jsonl", {"first": FIRST, "second": SECOND})
    (root / "film.mp4").write_bytes(b"\0\0\0 ftypisom")
    return root


def write_table(path: Path, texts: Mapping[str, str]) -> None:
    path.write_text("".join(json.dumps({"id": k, "text": v}) + "\n" for k, v in texts.items()))


def texts(store: Store) -> set[str]:
    return {article.text for article in store.articles()}


def test_a_folder_goes_in_and_is_found(store: Store, folder: Path):
    report = ingest_paths(store, [folder])
    assert (report.added, report.changed, report.unchanged, report.removed) == (3, 0, 0, 0)
    assert report.succeeded
    assert [Path(skipped.source).name for skipped in report.skipped] == ["film.mp4"]
    assert texts(store) == {FIRST, SECOND, TALKS}
    assert store.search("Where did the talks take place?")[0].article.text == TALKS


def test_a_scan_goes_in_with_its_certainty(store: Store, tmp_path: Path):
    required("rapidocr")
    scan = tmp_path / "scan.png"
    picture(ENGLISH).save(scan)
    told: list[IngestProgress] = []
    assert ingest_paths(store, [scan], progress=told.append, limits=None).added == 1
    assert [each.page for each in told if each.page] == [PageRecognised(1, 1)]
    (article,) = store.articles()
    assert article.text.split() == ENGLISH.split()
    assert 0.9 < (article.certainty((1,)) or 0) < 1


def test_an_image_without_text_is_passed_over_each_time(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("ingest.parsers.images.ocr_engine", lambda: None)
    logo = tmp_path / "logo.png"
    Image.new("L", (40, 40)).save(logo)
    for _ in range(2):
        report = ingest_paths(store, [logo], limits=None)
        assert [Path(passed.source).name for passed in report.skipped] == ["logo.png"]
        assert report.succeeded


def test_unchanged_files_cost_no_embedding(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    ingest_paths(store, [folder])
    embedded = record_embedding(store.embedder, monkeypatch)
    report = ingest_paths(store, [folder, folder / "talks.txt"])
    assert (report.added, report.changed, report.unchanged) == (0, 0, 3)
    assert embedded == []


def test_a_changed_file_costs_what_changed_in_it(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    ingest_paths(store, [folder])
    embedded = record_embedding(store.embedder, monkeypatch)
    write_table(folder / "2020" / "table.jsonl", {"new": PRICES, "first": FIRST, "second": TALKS})
    report = ingest_paths(store, [folder])
    assert (report.added, report.changed, report.unchanged) == (1, 1, 2)
    assert set(embedded) == {PRICES, TALKS}
    assert texts(store) == {FIRST, PRICES, TALKS}


def record_embedding(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that `embedder` embeds from now on, as a list that grows."""
    embedded: list[str] = []
    for name in ("embed_passages", "encode_passages"):
        original = getattr(embedder, name)

        def record(texts, original=original):
            embedded.extend(texts)
            return original(texts)

        monkeypatch.setattr(embedder, name, record)
    return embedded


def test_articles_that_a_file_no_longer_gives_are_removed(store: Store, folder: Path):
    ingest_paths(store, [folder])
    write_table(folder / "2020" / "table.jsonl", {"first": FIRST})
    report = ingest_paths(store, [folder])
    assert report.removed == 1
    assert texts(store) == {FIRST, TALKS}


def test_a_file_that_broke_keeps_what_it_gave(store: Store, folder: Path):
    ingest_paths(store, [folder])
    (folder / "talks.txt").write_bytes(b"\0\1\2" * 100)
    (folder / "2020" / "table.jsonl").write_text("{broken")
    for _ in range(2):  # the second time from the ledger
        report = sync_paths(store, [folder])
        assert [Path(failure.source).name for failure in report.failed] == [
            "table.jsonl#line 1",
            "talks.txt",
        ]
        assert report.removed == 0
        assert texts(store) == {FIRST, SECOND, TALKS}


def test_sync_removes_what_disappeared_and_ingest_does_not(store: Store, folder: Path):
    outside = folder.parent / "archive-of-others.txt"
    outside.write_text(PRICES, "utf-8")
    ingest_paths(store, [folder, outside])
    (folder / "talks.txt").unlink()
    (folder / "2020" / "table.jsonl").unlink()
    outside.unlink()
    assert ingest_paths(store, [folder]).removed == 0
    assert sync_paths(store, [folder]).removed == 3
    assert texts(store) == {PRICES}


def test_sync_of_a_folder_that_is_missing_removes_nothing(store: Store, folder: Path):
    ingest_paths(store, [folder])
    folder.rename(folder.parent / "elsewhere")
    report = sync_paths(store, [folder])
    assert report.failed == [SourceFailure(str(folder), "there is no such file or folder")]
    assert store.count().articles == 3


def test_a_removed_article_comes_back_with_the_next_ingest(store: Store, folder: Path):
    ingest_paths(store, [folder])
    store.remove(next(iter(store.content_hashes())))
    assert ingest_paths(store, [folder]).added == 1
    assert texts(store) == {FIRST, SECOND, TALKS}


def test_collections_are_apart(store: Store, folder: Path):
    ingest_paths(store, [folder / "talks.txt"], "one")
    ingest_paths(store, [folder / "talks.txt"], "two")
    (folder / "talks.txt").unlink()
    sync_paths(store, [folder], "two")
    talks = [article.collection for article in store.articles() if article.text == TALKS]
    assert talks == ["one"]


def test_bad_input_is_summed_up_and_the_rest_goes_in(store: Store, folder: Path):
    (folder / "empty.txt").touch()
    (folder / "loop").symlink_to(folder)
    (folder / "nowhere.txt").symlink_to(folder / "missing.txt")
    (folder / "broken.pdf").write_bytes(b"%PDF-")
    report = ingest_paths(store, [folder, folder / "missing"])
    reasons = {Path(source).name: reason for source, reason in report.failed}
    assert set(reasons) == {"empty.txt", "loop", "nowhere.txt", "broken.pdf", "missing"}
    assert "leads back" in reasons["loop"]
    assert report.added == 3
    assert not report.succeeded


def test_names_that_are_not_text(store: Store, folder: Path):
    try:
        with open(os.fsencode(folder) + b"/caf\xe9.txt", "wb") as file:
            file.write(PRICES.encode())
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    assert ingest_paths(store, [folder]).added == 4
    assert ingest_paths(store, [folder]).unchanged == 4


def test_progress_ends_at_the_whole(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ingest.pipeline._BATCH_SIZE", 300)
    write_table(tmp_path / "table.jsonl", {str(n): f"{TALKS} {n}" for n in range(12)})
    (tmp_path / "talks.txt").write_text(TALKS, "utf-8")
    seen: list[IngestProgress] = []
    ingest_paths(store, [tmp_path / "table.jsonl", tmp_path / "talks.txt"], progress=seen.append)
    assert len(seen) >= 3
    assert (seen[-1].articles, seen[-1].bytes_done) == (13, seen[-1].bytes_total)
    assert seen[-1].seconds_left == 0
    done = [state.bytes_done for state in seen]
    assert done == sorted(done)


def test_every_format_comes_back_unchanged(store: Store, tmp_path: Path):
    root = tmp_path / "formats"
    root.mkdir()
    for ending, write in WRITERS.items():
        write(root / f"article{ending}")
    added = ingest_paths(store, [root]).added
    (tmp_path / "store" / "sources.sqlite3").unlink()  # so that all are read again
    report = ingest_paths(store, [root])
    assert (report.added, report.changed, report.unchanged) == (0, 0, added)


def test_an_error_of_the_store_ends_the_ingest_and_keeps_what_was_stored(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    ingest_paths(store, [folder / "talks.txt"])

    def fail(items):
        raise StoreDamaged("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(store, "add", fail)
        with pytest.raises(StoreDamaged, match="the disk is full"):
            ingest_paths(store, [folder])
    assert texts(store) == {TALKS}
    assert ingest_paths(store, [folder]).added == 2
