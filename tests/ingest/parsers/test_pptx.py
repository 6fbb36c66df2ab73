"""What a presentation gives: a page for each slide, with its notes, and what is on it once."""

from io import BytesIO
from itertools import pairwise
from pathlib import Path

from ingest.extract import Extract
from ingest.parsers.pptx import parse_pptx
from tests.ingest.documents import write_parts
from tests.ingest.packages import Parts, relations, shape, slide

IDS = (
    '<p:sldIdLst><p:sldId id="256" r:id="rId2"/><p:sldId id="257" r:id="rId1"/>'
    '<p:sldId id="258" r:id="rId3"/></p:sldIdLst>'
)
PRESENTATION = f'<p:presentation xmlns:p="urn:p" xmlns:r="urn:r">{IDS}</p:presentation>'


def read(folder: Path, parts: Parts) -> Extract:
    write_parts(folder / "a.pptx", parts)
    (extract,) = parse_pptx(BytesIO((folder / "a.pptx").read_bytes()))
    return extract


def pages(extract: Extract) -> list[str]:
    starts = [*extract.page_starts, len(extract.text)]
    return [extract.text[start:end].strip() for start, end in pairwise(starts)]


def test_slides_come_in_their_order_with_their_notes(tmp_path: Path) -> None:
    slides = {f"ppt/slides/slide{n}.xml": slide(shape(f"Slide {n}.")) for n in (1, 2, 3)}
    slides["ppt/slides/slide3.xml"] = slide()
    parts = slides | {
        "ppt/presentation.xml": PRESENTATION,
        "ppt/_rels/presentation.xml.rels": relations(
            {f"rId{n}": f"slides/slide{n}.xml" for n in (1, 2, 3)}
        ),
        "ppt/slides/_rels/slide1.xml.rels": relations({"a": "../notesSlides/notesSlide9.xml"}),
        "ppt/notesSlides/notesSlide9.xml": slide(
            shape("", placeholder="sldImg"), shape("Wait."), shape("1", placeholder="sldNum")
        ),
    }
    assert pages(read(tmp_path, parts)) == ["Slide 2.", "Slide 1.\n\nWait.", ""]


def test_slides_without_a_presentation_come_by_their_numbers(tmp_path: Path) -> None:
    slides = {f"ppt/slides/slide{n}.xml": slide(shape(f"Slide {n}.")) for n in (10, 2)}
    notes = {"ppt/notesSlides/notesSlide10.xml": slide(shape("Wait."))}
    assert pages(read(tmp_path, slides | notes)) == ["Slide 2.", "Slide 10.\n\nWait."]


def test_the_title_comes_first_and_what_is_on_every_slide_not_at_all(tmp_path: Path) -> None:
    content = slide(
        shape("Dredging starts in week 34", "It ends in May"),
        shape("Harbour board", placeholder="ftr"),
        shape("Plan for Lindra", placeholder="ctrTitle"),
    )
    extract = read(tmp_path, {"ppt/slides/slide1.xml": content})
    assert extract.text.strip() == "Plan for Lindra\n\nDredging starts in week 34\n\nIt ends in May"


def test_tables_diagrams_and_charts_are_read(tmp_path: Path) -> None:
    cells = "".join(
        f"<a:tc><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:tc>" for text in ("Depth", "", "9 m")
    )
    table = f"<p:graphicFrame><a:tbl><a:tr>{cells}</a:tr></a:tbl></p:graphicFrame>"
    diagram = (
        '<d xmlns:a="urn:a"><pt><t><a:p><a:r><a:t>Plan, dredge, pay</a:t></a:r></a:p></t></pt></d>'
    )
    chart = "<c><ser><tx><v>Depth</v></tx><val><numLit><pt><v>9</v></pt></numLit></val></ser></c>"
    parts = {
        "ppt/slides/slide1.xml": slide(table),
        "ppt/slides/_rels/slide1.xml.rels": relations(
            {"a": "../diagrams/data1.xml", "b": "../charts/chart1.xml"}
        ),
        "ppt/diagrams/data1.xml": diagram,
        "ppt/charts/chart1.xml": chart,
    }
    assert read(tmp_path, parts).text.strip() == "Depth |  | 9 m\n\nPlan, dredge, pay\n\nDepth: 9"
