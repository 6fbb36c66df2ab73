"""An ingest in several processes makes the store that one in a single process makes."""

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from ingest import IngestProgress, IngestReport, ingest_paths
from ingest.isolation.limits import DEFAULT_LIMITS, ParseLimits
from ingest.workers.embedding import Embedding
from ingest.workers.pool import Pool
from ingest.workers.process import WorkerLost, WorkerProcess
from ingest.workers.reading import Reading
from vectorstore import Article, Embedder, Passage, Store

TALKS = "The talks began in Moscow on Monday.\n\nNobody expected much of them, a diplomat said."

ADDRESS = f"https://example.org/{'x' * 5000}/"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Small articles, a table of many, and files that give none."""
    root = tmp_path / "news"
    root.mkdir()
    for number in range(6):
        (root / f"{number}.txt").write_text(f"{TALKS} It was talk {number}.", "utf-8")
    # With addresses so long that a pipe does not hold them all: the process waits for its reader.
    rows = [
        {"id": n, "text": f"The price of bread rose by {n} percent.", "url": f"{ADDRESS}{n}"}
        for n in range(40)
    ]
    (root / "3-table.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (root / "broken.pdf").write_bytes(b"%PDF-")
    (root / "film.mp4").write_bytes(b"\0\0\0 ftypisom")
    return root


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The first process that gave ten results is killed; its id, once it is found ended."""
    killed: list[int] = []
    ask = WorkerProcess.ask

    def ask_and_kill(process: WorkerProcess, request: object) -> Iterator[object]:
        try:
            for number, result in enumerate(ask(process, request), start=1):
                yield result
                if number == 10 and not killed:
                    os.kill(process.pid, signal.SIGKILL)
        except WorkerLost:
            killed.append(process.pid)
            raise

    monkeypatch.setattr(WorkerProcess, "ask", ask_and_kill)
    return killed


def held(store: Store) -> list[tuple[Article, list[Passage]]]:
    return [(article, store.passages(article.id)) for article in store.articles()]


def test_the_store_and_the_report_are_the_same_though_a_worker_is_killed(
    folder: Path, tmp_path: Path, embedder: Embedder, killed: list[int]
):
    told: list[IngestProgress] = []
    with (
        Store.open(tmp_path / "one", embedder) as one,
        Store.open(tmp_path / "two", embedder) as two,
    ):
        alone = ingest_paths(one, [folder])
        assert not killed
        report = ingest_paths(two, [folder], progress=told.append, workers=2)
        assert killed
        assert report == alone
        assert (report.added, len(report.failed), len(report.skipped)) == (46, 1, 1)
        assert held(two) == held(one)
        assert two.faults() == []
        assert two.search("How much did bread rise?")[0].article.text.startswith("The price")
        assert (told[-1].articles, told[-1].bytes_done) == (46, told[-1].bytes_total)
        assert ingest_paths(two, [folder], workers=2) == IngestReport(
            unchanged=46, failed=alone.failed, skipped=alone.skipped
        )


@pytest.fixture
def reading_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process embeds: the store's own model does, where it has to."""
    monkeypatch.setattr(Embedding, "without_process", lambda _, batch: batch)


@pytest.mark.usefixtures("reading_only")
def test_a_file_that_ends_its_process_each_time_is_named(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    class Fatal(Reading):
        module = "tests.ingest.workers.fatal"

    monkeypatch.setattr("ingest.workers.workers.Reading", Fatal)
    (folder / "4.txt").write_text("FATAL", "utf-8")
    report = ingest_paths(store, [folder], limits=None, workers=2)
    reasons = {Path(failure.source).name: failure.reason for failure in report.failed}
    assert set(reasons) == {"4.txt", "broken.pdf"}
    assert "ended each time (SIGKILL)" in reasons["4.txt"]
    assert report.added == 45
    (folder / "4.txt").write_text(TALKS, "utf-8")
    assert ingest_paths(store, [folder], limits=None).added == 1


def running_groups() -> Iterator[int]:
    """The process groups of all processes that run: of the workers, and of their parsers."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            state, _, group = stat.read_text().rpartition(")")[2].split()[:3]
            if state != "Z":
                yield int(group)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.usefixtures("reading_only")
@pytest.mark.parametrize("limits", [None, DEFAULT_LIMITS])
def test_an_ingest_that_is_stopped_ends_all_processes(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, limits: ParseLimits | None
):
    monkeypatch.setattr("ingest.pipeline._SHARED_BATCH_SIZE", 1)
    pids: list[int] = []
    begin = Pool._idle_or_new

    def remember(pool: Pool) -> WorkerProcess | None:
        process = begin(pool)
        pids.extend(pool.pids)
        return process

    stopped: list[float] = []

    def stop(_: IngestProgress) -> None:
        stopped.append(time.monotonic())
        raise KeyboardInterrupt

    monkeypatch.setattr(Pool, "_idle_or_new", remember)
    with pytest.raises(KeyboardInterrupt):
        ingest_paths(store, [folder], progress=stop, limits=limits, workers=2)
    assert time.monotonic() - stopped[0] < 60
    assert pids
    assert set(running_groups()).isdisjoint(pids)
    assert store.count().articles == 1
