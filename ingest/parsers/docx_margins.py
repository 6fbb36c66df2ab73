"""What stands around the text of a Word document: notes, page headers and page footers."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import regex

from ingest.parsers.docx_runs import OFF, Element, attribute, visible_text

if TYPE_CHECKING:
    from docx.document import Document

_PAGE_FIELD = regex.compile(r"\b(?:PAGE|NUMPAGES|SECTIONPAGES)\b")
_LEAST_WORDS = 3
"""Of a text in a line that has the number of the page; fewer are those around the number."""
_NOTE_PARTS = ("footnote", "endnote")


def notes_of(document: "Document") -> dict[tuple[str, str | None], str]:
    """Text of the footnotes and endnotes, by the name and the id of the element that refers."""
    from docx.oxml import parse_xml

    notes = {}
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2].removesuffix("s")
        if kind not in _NOTE_PARTS or relation.is_external:
            continue
        for note in parse_xml(relation.target_part.blob).iterchildren("{*}*"):
            paragraphs = [visible_text(p).strip() for p in note.iter("{*}p")]
            if text := " ".join(filter(None, paragraphs)):
                notes[f"{kind}Reference", attribute(note, "id")] = text
    return notes


def header_texts(document: "Document") -> Iterator[str]:
    """What the headers and footers say besides page numbers, each text once."""
    said = set()
    for part in _header_parts(document):
        for paragraph in part.iter("{*}p"):
            for text in _statements(paragraph):
                if text not in said:
                    said.add(text)
                    yield text


def _header_parts(document: "Document") -> Iterator[Element]:
    """The headers and footers that are shown on some page."""
    even_differ = document.settings.odd_and_even_pages_header_footer
    for section in document.element.body.iter("{*}sectPr"):
        title_page = section.find("{*}titlePg")
        first_differs = title_page is not None and attribute(title_page, "val") not in OFF
        for reference in section.iterchildren("{*}headerReference", "{*}footerReference"):
            kind = attribute(reference, "type")
            hidden = (kind == "first" and not first_differs) or (kind == "even" and not even_differ)
            part = document.part.related_parts.get(reference.rId)
            if not hidden and hasattr(part, "element"):  # some programs refer to what is not there
                yield part.element


def _statements(paragraph: Element) -> Iterator[str]:
    """What stands at the left, in the middle and at the right, but no `Page 1 of 3`."""
    fields = paragraph.iter("{*}instrText", "{*}fldSimple")
    codes = (field.text or attribute(field, "instr") or "" for field in fields)
    has_page = any(map(_PAGE_FIELD.search, codes))
    least_words = _LEAST_WORDS if has_page else 1
    for text in visible_text(paragraph).split("\t"):
        if len(regex.findall(r"\p{L}+", text)) >= least_words:
            yield text.strip()
