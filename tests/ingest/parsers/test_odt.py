"""What documents of OpenDocument give: as they are shown, each text once."""

from io import BytesIO
from pathlib import Path

from ingest.extract import Extract
from ingest.parsers.odp import parse_odp
from ingest.parsers.odt import parse_odt
from tests.ingest.documents import write_parts
from tests.ingest.packages import odf


def read(folder: Path, body: str, styles: str = "", page_styles: str = "") -> Extract:
    write_parts(folder / "a.odt", odf("text", body, styles, page_styles))
    (extract,) = parse_odt(BytesIO((folder / "a.odt").read_bytes()))
    return extract


def test_deleted_text_and_comments_are_left_out(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>3</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>It opens on <text:change/>6<text:s text:c='2'/>May"
        "<office:annotation><text:p>Sure?</text:p></office:annotation>.</text:p>"
        "<text:table-of-content><text:index-body><text:p>1 Start</text:p></text:index-body>"
        "</text:table-of-content>"
    )
    assert read(tmp_path, body).text == "It opens on 6  May."


def test_notes_and_boxes_follow_their_paragraph(tmp_path: Path) -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Not after 22:00.</text:p></text:note-body></text:note>"
    )
    box = (
        "<draw:frame><draw:text-box><text:p>Toll: 14 crowns.</text:p></draw:text-box></draw:frame>"
    )
    body = (
        f"<text:section><text:p>Cars<text:span>{note}</text:span> may pass.{box}</text:p>"
        "<text:p>So may <text:ruby><text:ruby-base>bikes</text:ruby-base><text:ruby-text>x"
        "</text:ruby-text></text:ruby>.</text:p></text:section>"
    )
    assert read(tmp_path, body).text == (
        "Cars may pass.\n\nNot after 22:00.\n\nToll: 14 crowns.\n\nSo may bikes."
    )


def test_lists_have_their_numbers(tmp_path: Path) -> None:
    styles = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" '
        'style:num-suffix="." style:num-format="1"/><text:list-level-style-number text:level="2" '
        'style:num-suffix=")" style:num-format="a"/></text:list-style>'
    )
    item = "<text:list-item><text:p>{}</text:p>{}</text:list-item>"
    inner = f"<text:list>{item.format('Cars', '')}{item.format('Bikes', '')}</text:list>"
    numbered = f'<text:list text:style-name="L1">{item.format("Open", inner)}</text:list>'
    more = (
        '<text:list text:style-name="L1" text:continue-numbering="true">'
        f"{item.format('Shut', '')}</text:list>"
    )
    bullets = f"<text:list>{item.format('Pay', '')}</text:list>"
    text = read(tmp_path, f"{numbered}<text:p>Then:</text:p>{more}{bullets}", styles).text
    assert text == "1. Open\na) Cars\nb) Bikes\n\nThen:\n\n2. Shut\n\n- Pay"


def test_rows_of_a_table_keep_their_columns(tmp_path: Path) -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    empty = "<table:table-cell/><table:covered-table-cell/>"
    rows = (
        f"<table:table-row>{cell.format('Parks')}{empty}{cell.format('275')}{empty}"
        f"</table:table-row><table:table-row>{empty}</table:table-row>"
        "<table:table-row><table:table-cell><text:p>In a frame.</text:p><text:p>Two.</text:p>"
        "</table:table-cell></table:table-row>"
    )
    assert read(tmp_path, f"<table:table>{rows}</table:table>").text == (
        "Parks |  |  | 275\n\nIn a frame.\n\nTwo."
    )


def test_page_headers_that_say_something_are_at_the_end(tmp_path: Path) -> None:
    page = (
        '<style:master-page style:name="{}"><style:{}><text:p>{}</text:p></style:{}>'
        "</style:master-page>"
    )
    styles = "".join(
        page.format(name, kind, text, kind)
        for name, kind, text in [
            ("Standard", "header", "Embargo: 12 April"),
            ("Standard", "footer", "Page <text:page-number>1</text:page-number>"),
            ("Landscape", "header", "Not in use here"),
        ]
    )
    text = read(
        tmp_path,
        "<text:p>The bridge opens.</text:p>",
        page_styles=f"<office:master-styles>{styles}</office:master-styles>",
    ).text
    assert text == "The bridge opens.\n\nEmbargo: 12 April"


def test_notes_follow_their_slide(tmp_path: Path) -> None:
    box = "<draw:frame {}><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    plan, end = box.format("", "Plan"), box.format("", "End")
    foot = box.format('presentation:class="footer"', "f")
    notes = box.format('presentation:class="notes"', "Wait.")
    empty = box.format('presentation:placeholder="true"', "Click here")
    slides = (
        f"<draw:page>{plan}{foot}<presentation:notes>{notes}{empty}</presentation:notes>"
        f"</draw:page><draw:page/><draw:page><draw:g>{end}</draw:g></draw:page>"
    )
    write_parts(tmp_path / "a.odp", odf("presentation", slides))
    (extract,) = parse_odp(BytesIO((tmp_path / "a.odp").read_bytes()))
    assert extract.text == "Plan\n\nWait.\n\nEnd\n\n"
    assert extract.page_starts == (0, 13, 13)
