"""Hostile files of every format end in a text, or in one reason of ours, within their limits.

One parser process reads them all: a file that crashed it, or that took it too long, fails its test.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.articles import to_article_or_failure
from ingest.chunking.passages import split_passages
from ingest.errors import LimitReached, SourceFailure, UnreadableSource
from ingest.extract import PageRecognised
from ingest.extraction import _MOST_FAILURES
from ingest.isolation.limits import ParseLimits
from ingest.isolation.process import ParserProcess
from ingest.parsers import _PARSERS
from tests.ingest.documents import WRITERS
from tests.ingest.hostile import (
    archives,
    damage,
    images,
    mails,
    markup,
    numbers,
    office,
    pdfs,
    texts,
)
from tests.ingest.story import FIRST
from vectorstore import Article

LIMITS = ParseLimits(megabytes=3072)
"""OCR alone reaches half of it, for a damaged page that is taken for a scan."""
FILES = {
    **{**texts.PROSE, **texts.MARKDOWN, **texts.TABLES, **texts.JSON, **texts.SUBTITLES},
    **{**markup.PAGES, **markup.RTF, **pdfs.PDFS, **mails.MAILS},
    **{**archives.ZIPS, **archives.WARCS, **office.OTHERS, **images.IMAGES},
}


@pytest.fixture(scope="module")
def parser() -> Iterator[ParserProcess]:
    parser = ParserProcess(LIMITS)
    yield parser
    parser.close()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return damage.sound_files(tmp_path_factory.mktemp("sound"))


def read(
    parser: ParserProcess, folder: Path, name: str, data: bytes
) -> list[Article | SourceFailure]:
    """The articles in a file, cut into passages, and what is said of what cannot be read."""
    path = folder / f"file{Path(name).suffix}"
    path.write_bytes(data)
    found: list[Article | SourceFailure] = []
    try:
        for each in parser.extract(path, path.name, path.name):
            if not isinstance(each, PageRecognised):
                found.append(to_article_or_failure(each, "default"))
    except LimitReached as error:
        pytest.fail(f"{name}: {error}")
    except UnreadableSource as error:
        found.append(SourceFailure(path.name, str(error)))
    for each in found:
        if isinstance(each, Article):
            assert "".join(passage.text for passage in split_passages(each)) == each.text, name
            each.require_unicode()  # the store would refuse it, and all that is ingested with it
        else:
            assert each.reason, name
            assert "Traceback" not in each.reason, name
    return found


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_ends_in_a_text_or_a_reason(
    parser: ParserProcess, tmp_path: Path, name: str
):
    assert read(parser, tmp_path, name, FILES[name]())


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_damaged_file_ends_in_a_text_or_a_reason(
    parser: ParserProcess, tmp_path: Path, sound: dict[str, bytes], suffix: str
):
    for what, data in damage.damaged(suffix, sound):
        assert read(parser, tmp_path, f"{what}{suffix}", data)


@pytest.mark.parametrize("suffix", [".doc", ".msg"])
def test_a_lying_compound_file_ends_in_a_text_or_a_reason(
    parser: ParserProcess, tmp_path: Path, suffix: str
):
    lying = [name for name in mails.COMPOUND if name.endswith(suffix)]
    assert lying
    for name in lying:
        assert read(parser, tmp_path, name, mails.COMPOUND[name]())


@pytest.mark.parametrize("suffix", office.STORY)
def test_a_package_with_a_hostile_part_ends_in_a_text_or_a_reason(
    parser: ParserProcess, tmp_path: Path, suffix: str
):
    for what, data in office.hostile_packages(suffix):
        for each in read(parser, tmp_path, f"{what}{suffix}", data):
            assert "root:" not in getattr(each, "text", ""), what  # of the file of this machine


@pytest.mark.parametrize("suffix", numbers.WITH_NUMBERS)
def test_numbers_that_lie_lose_no_text(parser: ParserProcess, tmp_path: Path, suffix: str):
    for number, written in numbers.NUMBERS.items():
        data = archives.packed(numbers.WITH_NUMBERS[suffix](written))
        (article,) = read(parser, tmp_path, f"{number}{suffix}", data)
        assert isinstance(article, Article), (number, article)
        assert FIRST in article.text, number


def test_what_takes_a_library_for_ever_is_ended(tmp_path: Path):
    path = tmp_path / "form.pdf"
    path.write_bytes(pdfs.form_in_itself())
    parser = ParserProcess(ParseLimits(seconds=1, megabytes=LIMITS.megabytes))
    with pytest.raises(LimitReached, match="longer than 1 seconds"):
        list(parser.extract(path, path.name, path.name))
    parser.close()


def test_every_parser_reads_damaged_or_hostile_files():
    tried = {*WRITERS, *office.STORY, *(Path(name).suffix for name in FILES)}
    assert {_PARSERS[suffix] for suffix in tried} == set(_PARSERS.values())


@pytest.mark.parametrize(
    "make", [texts.TABLES["20,000 rows of nothing.csv"], texts.JSON["20,000 numbers.json"]]
)
def test_of_very_many_bad_parts_some_are_named_and_the_others_counted(
    parser: ParserProcess, tmp_path: Path, make: Callable[[], bytes]
):
    data = make()
    name = "table.csv" if data.startswith(b"text") else "list.json"
    *named, last = read(parser, tmp_path, name, data)
    assert len(named) == _MOST_FAILURES
    assert isinstance(last, SourceFailure)
    assert last.reason.endswith("further parts of it cannot be read either")
