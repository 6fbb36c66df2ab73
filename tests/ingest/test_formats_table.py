"""The table of formats in the documentation names every format, and only tests that there are."""

from pathlib import Path

import regex

from ingest.parsers import SUFFIXES
from tests.ingest import documents

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "formats.md").read_text("utf-8")


def test_every_ending_is_in_the_table():
    table, _, _ = GUIDE.partition("## What cannot be read")
    assert set(regex.findall(r"`(\.[a-z]+)`", table)) == SUFFIXES


def test_the_tests_and_fixtures_that_it_names_are_there():
    written = "\n".join(path.read_text("utf-8") for path in ROOT.glob("tests/ingest/**/test_*.py"))
    named = set(regex.findall(r"`(test_\w+)`", GUIDE))
    assert len(named) > 15
    assert {name for name in named if f"def {name}(" not in written} == set()
    fixtures = set(regex.findall(r"`(write_\w+)`", GUIDE))
    assert fixtures == {write.__name__ for write in documents.WRITERS.values()}
