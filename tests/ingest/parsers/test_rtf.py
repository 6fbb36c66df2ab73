"""What an RTF document gives: as it is shown, in the letters of any code page."""

from io import BytesIO

import pytest

from ingest.errors import UnreadableSource
from ingest.extract import Extract
from ingest.parsers.rtf import parse_rtf

FONTS = (
    r"{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial;}{\f2\fcharset128 MS Mincho;}"
    r"{\f3\fcharset2 Symbol;}}"
)


def read(body: str) -> Extract:
    document = rf"{{\rtf1\ansi\ansicpg1252\deff0{FONTS}{body}}}"
    (extract,) = parse_rtf(BytesIO(document.encode("latin-1")))
    return extract


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            r"The caf\'e9 closes on 1\u160?May.\par It\rquote s sad.",
            "The café closes on 1\xa0May.\n\nIt’s sad.",
        ),
        (r"\f1 \'cc\'e8\'f0\f0  is peace", "Мир is peace"),
        (r"\f2 \'83A\'83\'41\uc2\u12450\'83\'41", "アアア"),
        (r"\uc2\u-10179 ??\u-8704\'3f\'3f smile", "😀 smile"),
        (r"\uc0\u1052 \u1080 \u1088 ", "Мир"),
        ("a\\\nb{\\b c}\\{d\\}", "a\n\nbc{d}"),
        (
            r"It {\deleted closes}{\revised opens}{\v  secretly}{\*\annotation Sure?} now.",
            "It opens now.",
        ),
        (
            r'See {\field{\*\fldinst HYPERLINK "https://x.example"}{\fldrslt the page}}.',
            "See the page.",
        ),
        (r"{\pict\wmetafile8 0a0b}{\*\shppict{\pict 0c}}{\object{\*\objdata 0d}}Text", "Text"),
        ("{\\pict\\bin4 {{}}}Text", "Text"),
        (r"{\stylesheet{\s1 heading 1;}}{\info{\subject s}}{\colortbl;\red0;}Text", "Text"),
    ],
)
def test_what_is_shown_is_read(body: str, text: str) -> None:
    assert read(body).text == text


def test_rows_of_a_table_keep_their_columns() -> None:
    row = r"\trowd\cellx1\cellx2\pard\intbl {}\cell {}\cell {}\cell\row "
    rows = row.format("Town", "", "2023") + row.format(r"Var\par let", "225", "321")
    assert read(rf"Calls\par {rows}\pard Source: the brigade\par").text == (
        "Calls\n\nTown: Var let | 225 | 2023: 321\n\nSource: the brigade"
    )


def test_notes_boxes_and_lists_are_read() -> None:
    body = (
        r"{\listtext\f3\'b7\tab}Cars\par{\listtext 2.\tab}Bikes\par\pard "
        r"They pass{\super\chftn{\footnote\pard\chftn Not after 22:00.}}"
        r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt Toll: 14 crowns.\par}}"
        r"{\shprslt Toll}}.\par End"
    )
    assert read(body).text == (
        "- Cars\n2. Bikes\n\nThey pass.\n\nNot after 22:00.\n\nToll: 14 crowns.\n\nEnd"
    )


def test_page_headers_that_say_something_are_at_the_end() -> None:
    body = r"{\header Embargo: noon}{\footer Page {\field{\*\fldinst PAGE}{\fldrslt 1}} of 3}Text"
    assert read(body).text == "Text\n\nEmbargo: noon"


def test_the_properties_are_read() -> None:
    body = r"{\info{\title Caf\'e9}{\author Ida}{\creatim\yr2024\mo5\dy6\hr9}{\revtim\yr2025}}Text"
    extract = read(body)
    assert (extract.title, extract.author, extract.date) == ("Café", "Ida", "2024-05-06")
    assert extract.text == "Text"


@pytest.mark.parametrize(("data", "reason"), [(b"{\\rtf1 {a", "ends before"), (b"a", "not RTF")])
def test_what_is_damaged_is_named(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSource, match=reason):
        list(parse_rtf(BytesIO(data)))
