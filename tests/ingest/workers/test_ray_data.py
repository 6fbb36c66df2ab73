"""An ingest by Ray Data makes the store that one in a single process makes."""

import json
import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from ingest import ingest_paths
from ingest.workers import ray_data
from ingest.workers.ray_session import LOCAL, ray_session
from vectorstore import Article, Embedder, Passage, Store

pytestmark = pytest.mark.skipif(
    find_spec("ray") is None, reason="needs Ray: see `Dependencies` in DEVELOPERS.md"
)

TALKS = "The talks began in Moscow on Monday.\n\nNobody expected much of them, a diplomat said."
LISTENING = "0A"
LOOPBACK = {"0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F"}


@pytest.fixture(scope="module")
def ray() -> Iterator[Path]:
    """A Ray of two cores on this machine; its folder. It leaves no process and no file."""
    before = set(Path("/tmp").glob("citera-*-ray"))
    with ray_session(LOCAL, num_cpus=2):
        (folder,) = set(Path("/tmp").glob("citera-*-ray")) - before
        yield folder
    assert list(processes_of(folder)) == []
    assert not folder.exists()


def processes_of(folder: Path) -> Iterator[Path]:
    """The processes whose temporary files are in `folder`, by their paths in /proc."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended
            if f"TMPDIR={folder}\0".encode() in (process / "environ").read_bytes():
                yield process


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Small articles, a table of many, and a file that gives none."""
    root = tmp_path / "news"
    root.mkdir()
    for number in range(20):
        (root / f"{number}.txt").write_text(f"{TALKS} It was talk {number}.", "utf-8")
    rows = [{"id": n, "text": f"The price of bread rose by {n} percent."} for n in range(40)]
    (root / "3-table.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (root / "broken.pdf").write_bytes(b"%PDF-")
    return root


@pytest.fixture
def marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A process that reads and one that embeds kill themselves, once each; the files they leave.

    Ray sends what is defined within a function to its processes as it is.
    """
    read_row, embed_rows = ray_data._read_row, ray_data._EmbedRows
    marks = (tmp_path / "read", tmp_path / "embedded")

    def die_once(mark: Path) -> None:
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    def read_and_die(row: dict[str, Any], setup: Any) -> Iterator[dict[str, bytes]]:
        for number, read in enumerate(read_row(row, setup)):
            if number == 10:
                die_once(marks[0])
            yield read

    class EmbedAndDie(embed_rows):
        def __call__(self, rows: Any) -> Iterator[Any]:
            die_once(marks[1])
            return super().__call__(rows)

    monkeypatch.setattr(ray_data, "_read_row", read_and_die)
    monkeypatch.setattr(ray_data, "_EmbedRows", EmbedAndDie)
    return marks


def held(store: Store) -> list[tuple[Article, list[Passage]]]:
    return [(article, store.passages(article.id)) for article in store.articles()]


def test_the_store_and_the_report_are_the_same_though_processes_are_killed(
    ray: Path, folder: Path, tmp_path: Path, embedder: Embedder, marks: tuple[Path, Path]
):
    with (
        Store.open(tmp_path / "one", embedder) as one,
        Store.open(tmp_path / "two", embedder) as two,
    ):
        alone = ingest_paths(one, [folder])
        report = ingest_paths(two, [folder], ray=LOCAL)
        assert all(mark.exists() for mark in marks)
        assert report == alone
        assert (report.added, len(report.failed)) == (60, 1)
        assert held(two) == held(one)
        assert two.faults() == []
        assert two.search("How much did bread rise?")[0].article.text.startswith("The price")


def listening_addresses(processes: Iterable[Path]) -> Iterator[str]:
    """Addresses on which processes listen, as /proc/net has them."""
    inodes = {os.readlink(link) for process in processes for link in (process / "fd").iterdir()}
    for table in ("tcp", "tcp6"):
        for line in Path("/proc/net", table).read_text().splitlines()[1:]:
            _, local, _, state, *rest = line.split()
            if state == LISTENING and f"socket:[{rest[5]}]" in inodes:
                yield local.partition(":")[0]


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="needs /proc")
def test_it_listens_on_this_machine_alone_and_reports_nothing(ray: Path):
    addresses = set(listening_addresses(processes_of(ray)))
    assert addresses
    assert addresses <= LOOPBACK
    usage = pytest.importorskip("ray._common.usage.usage_lib")
    assert not usage.usage_stats_enabled()
