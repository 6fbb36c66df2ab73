"""A file that ends the parser process, or holds it up, fails alone and is named."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import ingest_paths
from ingest.errors import LimitReached, UnreadableSource
from ingest.extract import PageRecognised
from ingest.extraction import Extracted
from ingest.isolation import process
from ingest.isolation.limits import ParseLimits
from ingest.isolation.process import ParserProcess
from tests.ingest.parsers.pictures import ENGLISH, picture
from tests.required import required
from vectorstore import Store

FAULTS = Path(__file__).parent / "faults"
TALKS = "The talks began in Moscow on Monday, and nobody expected much of them."
SHORT = ParseLimits(seconds=1, megabytes=2048)


@pytest.fixture(autouse=True)
def faults(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Parser processes that start within a test have the faults of `faults/`."""
    process._close_idle()
    monkeypatch.setenv("PYTHONPATH", f"{FAULTS}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    yield
    process._close_idle()


@pytest.fixture
def parser() -> Iterator[ParserProcess]:
    parser = ParserProcess(ParseLimits())
    yield parser
    parser.close()


def extract(parser: ParserProcess, path: Path, text: str) -> list[str]:
    path.write_text(text, "utf-8")
    found = list(parser.extract(path, str(path), path.name))
    assert all(isinstance(each, Extracted) for each in found)
    return [each.extract.text for each in found if isinstance(each, Extracted)]


def test_a_process_reads_many_files(parser: ParserProcess, tmp_path: Path):
    assert extract(parser, tmp_path / "a.txt", TALKS) == [TALKS]
    first = parser._process
    with pytest.raises(UnreadableSource, match="binary"):
        extract(parser, tmp_path / "b.txt", "\0\1\2" * 100)
    assert extract(parser, tmp_path / "c.txt", f"PRINT {TALKS}") == [f"PRINT {TALKS}"]
    assert parser._process is first


def test_what_a_file_does_to_the_process_is_named_and_the_next_is_read(
    parser: ParserProcess, tmp_path: Path
):
    extract(parser, tmp_path / "a.txt", TALKS)
    parser.limits = SHORT
    for word, reason in {
        "LOOP": "longer than 1 seconds; split it up, .* CITERA_PARSE_SECONDS",
        "CRASH": r"crashed on it \(SIGSEGV\).* save it anew",
        "EXIT": r"crashed on it \(exit code 3\)",
        "BOMB": "too little memory.* CITERA_PARSE_MEGABYTES",
    }.items():
        with pytest.raises(UnreadableSource, match=reason):
            extract(parser, tmp_path / "b.txt", f"{word} {TALKS}")
        parser.limits = ParseLimits()
        assert extract(parser, tmp_path / "c.txt", TALKS) == [TALKS]
        parser.limits = SHORT


def test_each_page_that_was_recognised_adds_to_the_time(parser: ParserProcess, tmp_path: Path):
    extract(parser, tmp_path / "a.txt", TALKS)
    path = tmp_path / "b.txt"
    path.write_text(f"SCANS {TALKS}", "utf-8")
    parser.limits = ParseLimits(seconds=1, page_seconds=1)
    *pages, text = parser.extract(path, "b", path.name)
    assert pages == [PageRecognised(number, 4) for number in range(1, 5)]
    assert isinstance(text, Extracted)
    parser.limits = ParseLimits(seconds=1, page_seconds=0)
    with pytest.raises(LimitReached, match="longer than 1 seconds"):
        list(parser.extract(path, "b", path.name))


def test_a_scan_is_recognised_within_the_limits(parser: ParserProcess, tmp_path: Path):
    required("rapidocr")
    path = tmp_path / "scan.png"
    picture(ENGLISH).save(path)
    page, text = parser.extract(path, "scan", path.name)
    assert page == PageRecognised(1, 1)
    assert isinstance(text, Extracted)
    assert text.extract.text.split() == ENGLISH.split()
    assert 0.9 < text.extract.page_certainties[0] < 1


def test_the_rest_of_a_folder_is_read_and_what_reached_a_limit_is_tried_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(f"CRASH {TALKS}", "utf-8")
    (folder / "b.txt").write_text(TALKS, "utf-8")
    report = ingest_paths(store, [folder])
    assert [Path(failure.source).name for failure in report.failed] == ["a.txt"]
    assert "crashed" in report.failed[0].reason
    assert report.added == 1
    report = ingest_paths(store, [folder], limits=None)  # in this process, which has no faults
    assert (report.added, report.unchanged, report.failed) == (1, 1, [])


def test_an_ingest_that_is_stopped_ends_the_process_at_once(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("ingest.pipeline._BATCH_SIZE", 1)
    (tmp_path / "a.txt").write_text(TALKS, "utf-8")
    (tmp_path / "b.txt").write_text(f"LOOP {TALKS}", "utf-8")
    started: list[ParserProcess] = []
    extract = ParserProcess.extract

    def remember(parser: ParserProcess, *file):
        started.append(parser)
        return extract(parser, *file)

    def stop(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(ParserProcess, "extract", remember)
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        ingest_paths(store, [tmp_path / "a.txt", tmp_path / "b.txt"], progress=stop)
    assert time.monotonic() - begun < 200  # the limit is 300
    child = started[0]._process
    assert child is not None
    assert child.poll() is not None
    assert store.count().articles == 1


def test_no_module_is_taken_from_the_folder_that_is_read(
    parser: ParserProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "regex.py").write_text("raise SystemExit('not mine')")
    monkeypatch.chdir(tmp_path)
    assert extract(parser, tmp_path / "a.txt", TALKS) == [TALKS]


def test_the_process_ends_with_the_ingest_that_started_it(parser: ParserProcess, tmp_path: Path):
    extract(parser, tmp_path / "a.txt", TALKS)
    child = parser._process
    assert child is not None
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(timeout=60) == 0
