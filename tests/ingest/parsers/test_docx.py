"""What a Word document gives: as it is shown, each text once, with its own title and date."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from lxml.etree import Comment

from ingest.extract import Extract
from ingest.parsers.docx import parse_docx
from ingest.parsers.docx_lists import in_letters, roman

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def _read(fill: Callable[[Any], None]) -> Extract:
    document = Document()
    fill(document)
    file = BytesIO()
    document.save(file)
    file.seek(0)
    (extract,) = parse_docx(file)
    return extract


def _append(document: Any, xml: str) -> None:
    element = parse_xml(xml.replace(">", f" {_NAMESPACES}>", 1))
    document.element.body.insert_element_before(element, "w:sectPr")


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_a_bullet_without_text_is_left_out() -> None:
    def fill(document: Any) -> None:
        for text in ("Rules", "•", "• Ships wait.", " • "):
            document.add_paragraph(text)

    assert _read(fill).text == "Rules\n\n• Ships wait."


def test_tracked_changes_are_accepted() -> None:
    def fill(document: Any) -> None:
        _append(
            document,
            f"<w:p>{_run('Le pont rouvre le ')}<w:del><w:r><w:delText>3</w:delText></w:r></w:del>"
            f"<w:ins>{_run('6')}</w:ins>{_run(' mai')}"
            f"<w:moveFrom>{_run(' aux piétons')}</w:moveFrom>{_run('.')}</w:p>",
        )
        _append(
            document, f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{_run('Les camions ')}</w:p>"
        )
        _append(document, f"<w:p>{_run('attendront.')}</w:p>")

    assert _read(fill).text == "Le pont rouvre le 6 mai.\n\nLes camions attendront."


def test_deleted_rows_and_hidden_text_are_left_out() -> None:
    def fill(document: Any) -> None:
        row = "<w:tr>{}<w:tc><w:p>{}</w:p></w:tc></w:tr>"
        rows = row.format("<w:trPr><w:del/></w:trPr>", _run("old")) + row.format("", _run("new"))
        _append(document, f"<w:tbl>{rows}</w:tbl>")
        hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Top of Form</w:t></w:r>"
        _append(document, f"<w:p>{hidden}{_run('Shown.')}</w:p>")

    assert _read(fill).text == "new\n\nShown."


def test_what_stands_in_controls_is_read_but_no_table_of_contents() -> None:
    def fill(document: Any) -> None:
        control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent><w:p>{}</w:p></w:sdtContent></w:sdt>"
        gallery = "<w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
        _append(document, control.format(gallery, _run("Tolls ... 3")))
        _append(document, control.format("", _run("The toll is 14 crowns.")))

    assert _read(fill).text == "The toll is 14 crowns."


def test_a_text_box_is_read_once() -> None:
    def fill(document: Any) -> None:
        box = f"<w:txbxContent><w:p>{_run('The toll is 14 crowns.')}</w:p></w:txbxContent>"
        _append(
            document,
            f"<w:p>{_run('A bridge.')}<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
            f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>",
        )

    assert _read(fill).text == "A bridge.\n\nThe toll is 14 crowns."


def test_notes_follow_their_paragraph() -> None:
    def fill(document: Any) -> None:
        for kind in ("footnote", "endnote"):
            notes = (
                f'<w:{kind}s {_NAMESPACES}><w:{kind} w:id="0"><w:p><w:r><w:separator/></w:r></w:p>'
                f'</w:{kind}><w:{kind} w:id="2"><w:p>{_run(f" A {kind}.")}</w:p></w:{kind}>'
                f"</w:{kind}s>"
            )
            name = PackURI(f"/word/{kind}s.xml")
            part = Part(name, f"application/{kind}s+xml", notes.encode(), document.part.package)
            document.part.relate_to(part, f"{RELATIONSHIP_TYPE.FOOTNOTES[:-9]}{kind}s")
            reference = f'<w:r><w:{kind}Reference w:id="2"/></w:r>'
            _append(document, f"<w:p>{_run('Cyclists may cross')}{reference}{_run('.')}</w:p>")

    cross = "Cyclists may cross."
    assert _read(fill).text == f"{cross}\n\nA footnote.\n\n{cross}\n\nA endnote."


def test_headers_are_read_where_they_say_something() -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("The Lomsa bridge will reopen.")
        section = document.sections[0]
        section.header.paragraphs[0].text = "Embargo until 12 April\tThe Lomsa bridge will reopen."
        field = f'<w:fldSimple w:instr=" PAGE " {_NAMESPACES}>{_run("1")}</w:fldSimple>'
        section.footer.paragraphs[0].text = "Seite "
        section.footer.paragraphs[0]._p.append(parse_xml(field))
        section.first_page_header.paragraphs[0].text = "On no page"
        document.add_section()

    assert _read(fill).text == "The Lomsa bridge will reopen.\n\nEmbargo until 12 April"


def test_a_header_that_is_not_there_is_passed_over() -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("A text.")
        document.sections[0].header.paragraphs[0].text = "Embargo"
        (reference,) = document.element.body.iter("{*}headerReference")
        reference.rId = "rId999"
        document.styles.element.append(Comment("no style"))

    assert _read(fill).text == "A text."


def test_a_merged_cell_is_read_once() -> None:
    def fill(document: Any) -> None:
        table = document.add_table(rows=4, cols=3)
        rows = ["Budget||", "Region|Town|Schools", "North|Arnel|2", "|Belmar|1"]
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts.split("|"), strict=True):
                cell.text = text
        table.cell(0, 0).merge(table.cell(0, 2))
        table.cell(2, 0).merge(table.cell(3, 0))

    text = _read(fill).text
    assert text == ("Budget\nRegion: North | Town: Arnel | Schools: 2\nTown: Belmar | Schools: 1")


def test_a_table_that_arranges_text_gives_paragraphs() -> None:
    def fill(document: Any) -> None:
        cell = document.add_table(rows=1, cols=1).cell(0, 0)
        cell.text = "A first paragraph."
        cell.add_paragraph("A second one.")

    assert _read(fill).text == "A first paragraph.\n\nA second one."


def test_lists_keep_their_numbers() -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("Two things change:")
        for text in ("The wage rises.", "Tickets are free."):
            document.add_paragraph(text, style="List Number")
        document.add_paragraph("For children", style="List Bullet")
        document.add_paragraph("That is all.")

    items = "1. The wage rises.\n2. Tickets are free.\n- For children"
    assert _read(fill).text == f"Two things change:\n\n{items}\n\nThat is all."


def test_numbers_are_counted_by_level() -> None:
    forms = [("decimal", "§ %1"), ("lowerLetter", "%1.%2)"), ("upperRoman", "%3.")]
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(forms)
    )
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'

    def fill(document: Any) -> None:
        numbering = document.part.numbering_part.element
        for xml in (
            f'<w:abstractNum {_NAMESPACES} w:abstractNumId="90">{levels}</w:abstractNum>',
            f'<w:num {_NAMESPACES} w:numId="91"><w:abstractNumId w:val="90"/></w:num>',
            f'<w:num {_NAMESPACES} w:numId="92"><w:abstractNumId w:val="90"/>{restart}</w:num>',
        ):
            numbering.append(parse_xml(xml))
        for number, level in ((91, 0), (91, 1), (91, 1), (91, 2), (91, 0), (91, 1), (92, 0)):
            place = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
            _append(document, f"<w:p><w:pPr><w:numPr>{place}</w:numPr></w:pPr>{_run('x')}</w:p>")

    lines = _read(fill).text.split("\n")
    assert lines == ["§ 1 x", "1.a) x", "1.b) x", "I. x", "§ 2 x", "2.a) x", "§ 5 x"]


def test_what_a_template_states_is_not_the_documents() -> None:
    def write(document: Any) -> None:
        document.add_paragraph("A text.")

    def write_and_date(document: Any) -> None:
        write(document)
        document.core_properties.created = datetime(2024, 4, 2, tzinfo=UTC)

    extract = _read(write)
    assert (extract.title, extract.date, extract.author) == (None, None, None)
    assert _read(write_and_date).date == "2024-04-02"


def test_the_title_of_a_pasted_page_is_its_heading() -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("Main menu")
        level = '<w:pPr><w:outlineLvl w:val="{}"/></w:pPr>'
        _append(document, f"<w:p>{level.format(0)}{_run('Bangalore')}</w:p>")
        _append(document, f"<w:p>{level.format(1)}{_run('History')}</w:p>")

    assert _read(fill).title == "Bangalore"


@pytest.mark.parametrize(
    ("count", "in_roman", "letters"),
    [
        (4, "iv", "d"),
        (27, "xxvii", "aa"),
        (49, "xlix", "ww"),
        (1994, "mcmxciv", "1994"),
        (0, "0", "0"),
        (10**9, "1000000000", "1000000000"),
    ],
)
def test_items_are_counted_as_word_counts_them(count: int, in_roman: str, letters: str):
    assert (roman(count), in_letters(count)) == (in_roman, letters)
