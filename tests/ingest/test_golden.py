"""What parsers, metadata and chunking give of each sample document, against the golden file."""

import copy
import json
from pathlib import Path

import pytest

from ingest.state.ledger import PARSER_VERSION
from tests.ingest.bless import ADVICE, GOLDEN, bless, differing, parsed_documents
from tests.ingest.documents import WRITERS


@pytest.fixture(scope="module")
def parsed() -> dict:
    return parsed_documents()


def test_every_document_gives_what_is_in_the_golden_file(parsed: dict):
    golden = json.loads(GOLDEN.read_text("utf-8"))
    changed = {
        name: (golden["documents"][name], parsed[name]) for name in differing(golden, parsed)
    }
    assert changed == {}, f"what is parsed has changed: {ADVICE}"
    assert golden["documents"].keys() == parsed.keys(), "re-bless: a document is new or gone"
    assert golden["parser_version"] == PARSER_VERSION, "re-bless: the version was raised"


def test_every_format_is_in_it(parsed: dict):
    assert {Path(name).suffix for name in parsed} == set(WRITERS)
    assert all(item["text"] and item["passages"] for found in parsed.values() for item in found)


def test_a_changed_output_is_blessed_only_with_another_version(parsed: dict, tmp_path: Path):
    golden = tmp_path / "parsed.json"
    assert bless(golden, parsed, "1") is None
    written = golden.read_bytes()
    changed = copy.deepcopy(parsed)
    changed["sample.txt"][0]["passages"][0] = "0-1: 0-1"
    assert bless(golden, changed, "1") == f"sample.txt changed, PARSER_VERSION did not: {ADVICE}"
    assert golden.read_bytes() == written
    assert bless(golden, changed, "2") is None
    assert json.loads(golden.read_text("utf-8")) == {"parser_version": "2", "documents": changed}


def test_a_further_document_is_blessed_with_the_same_version(parsed: dict, tmp_path: Path):
    golden = tmp_path / "parsed.json"
    bless(golden, {name: each for name, each in parsed.items() if name != "long.md"}, "1")
    assert bless(golden, parsed, "1") is None
    assert json.loads(golden.read_text("utf-8"))["documents"] == parsed


@pytest.mark.parametrize("ending", WRITERS)
def test_documents_do_not_depend_on_the_day(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    made = []
    for now in (1_000_000_000.0, 1_600_000_000.0):
        monkeypatch.setattr("time.time", lambda now=now: now)
        WRITERS[ending](tmp_path / "document")
        made.append((tmp_path / "document").read_bytes())
    assert made[0] == made[1]
