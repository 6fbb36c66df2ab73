"""What subtitles give: what is said, once and without times, on the pages of its minutes."""

from io import BytesIO

import pytest

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.parsers.subtitles import parse_subtitles


def read(text: str) -> Extract:
    (extract,) = parse_subtitles(BytesIO(text.encode()))
    return extract


def vtt(*cues: tuple[str, str], head: str = "") -> str:
    """Cues that follow each other, each a second long; the first of each pair begins it."""
    written = "".join(f"{start}.000 --> {start}.900\n{text}\n\n" for start, text in cues)
    return f"WEBVTT\n{head}\n{written}"


def test_speakers_have_a_paragraph_each() -> None:
    text = vtt(
        ("00:03", "<v Reporter>Will the mine <i>in Kolda</i>"),
        ("00:04", "<v Reporter>Will the mine in Kolda close?"),
        ("00:05", "<v.loud Minister Rolf>It will close in 2031,"),
        ("00:06", "<v Minister Rolf>and not a year earlier.</v>"),
        head="NOTE made for a test\n",
    )
    assert read(text).text == (
        "Reporter: Will the mine in Kolda close?\n\n"
        "Minister Rolf: It will close in 2031, and not a year earlier.\n\n"
    )


def test_rolling_lines_are_there_once() -> None:
    text = vtt(
        ("00:01", "the mine in"),
        ("00:02", "the mine in\nKolda<00:02.500><c> will</c> close"),
        ("00:03", "Kolda will close\nin 2031 &amp; not before"),
        ("00:04", "in 2031 &amp; not before"),
    )
    assert read(text).text.strip() == "the mine in Kolda will close in 2031 & not before"


def test_what_is_said_again_later_is_there_again() -> None:
    text = vtt(("00:01", "Yes."), ("00:02", "Why?"), ("00:03", "Yes."))
    assert read(text).text.strip() == "Yes. Why? Yes."


@pytest.mark.parametrize("number", ["1\n", ""])
def test_subrip_is_read(number: str) -> None:
    text = (
        f"\ufeff{number}00:00:01,000 --> 00:00:02,500\r\n{{\\an8}}It closes\r\nin 2031.\r\n\r\n"
        f"{number and '2'}\n00:00:03,000 --> 00:00:04,000\n- When?\n- In May.\n"
    )
    assert read(text).text == "It closes in 2031.\n\n- When?\n\n- In May.\n\n"


def test_the_place_of_a_paragraph_is_its_time() -> None:
    text = vtt(("00:08", "One."), ("01:13", "Two."), ("03:00:00", "Three."), ("99999:00:00", "4."))
    extract = read(text)
    assert [extract.text[start:][:3] for start in extract.page_starts] == [
        "One",
        "Two",
        "Thr",
        "4.\n",
    ]
    assert extract.page_labels == ("0:08", "1:13", "3:00:00", "99999:00:00")


def test_the_language_of_its_head_is_kept() -> None:
    assert read(vtt(("00:01", "Ja."), head="Kind: captions\nLanguage: de-AT\n")).language == "de"


@pytest.mark.parametrize("text", ["WEBVTT\n\nNOTE nothing", "1\nno times\n", "The mine closes."])
def test_what_holds_no_subtitles_is_named(text: str) -> None:
    with pytest.raises(UnreadableSource, match="no subtitles"):
        read(text)
