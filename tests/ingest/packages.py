"""Parts of Office and OpenDocument files, as small as such files can be, for tests to fill."""

import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

Parts = dict[str, str]

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in (
        "office",
        "text",
        "table",
        "style",
        "meta",
        "presentation",
        "manifest",
        "animation",
    )
)
_DRAWING = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'


def write_parts(
    path: Path, parts: Mapping[str, str | bytes], packing: int = zipfile.ZIP_STORED
) -> None:
    """A zip of some files, dated when the story happened and not today."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 9, 0, 0, 0)), content, packing)


def office_properties(title: str, author: str, created: str) -> Parts:
    """The properties of an Office document."""
    return {
        "docProps/core.xml": f'<core {_DC} xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"
        f"<dcterms:created>{created}T08:00:00Z</dcterms:created></core>"
    }


def relations(targets: Mapping[str, str]) -> str:
    """The relations of a part: the path of each target by its id."""
    each = "".join(
        f'<Relationship Id="{id_}" Type="{_OFFICE}/x" Target="{target}"/>'
        for id_, target in targets.items()
    )
    return f'<Relationships xmlns="{_RELATIONS}">{each}</Relationships>'


def xlsx(sheets: Mapping[str, str], formats: Sequence[str] = (), rest: str = "") -> Parts:
    """A workbook: the rows of each sheet as XML, by its name.

    Style 1 is bold; those from 2 on have the number `formats`. `rest` comes before the sheets.
    """
    parts = {"[Content_Types].xml": "<Types/>"}
    named, targets = "", {}
    for number, (name, content) in enumerate(sheets.items(), start=1):
        named += f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>'
        targets[f"r{number}"] = f"worksheets/sheet{number}.xml"
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{_SHEET}">{content}</worksheet>'
        )
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}">{rest}<sheets>{named}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = relations(targets)
    codes = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{escape(code)}"/>'
        for n, code in enumerate(formats)
    )
    styles = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(formats)))
    parts["xl/styles.xml"] = (
        f'<styleSheet xmlns="{_SHEET}"><numFmts>{codes}</numFmts><fonts><font/><font><b/></font>'
        f'</fonts><cellXfs><xf/><xf fontId="1"/>{styles}</cellXfs></styleSheet>'
    )
    return parts


def sheet(*rows: Sequence[str | float | tuple[float | str, int] | None], merged: str = "") -> str:
    """The rows of a sheet: words, numbers, either with a style, or nothing in a cell."""
    written = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    ranges = "".join(f'<mergeCell ref="{each}"/>' for each in merged.split())
    return f"<sheetData>{written}</sheetData><mergeCells>{ranges}</mergeCells>"


def _cell(value: str | float | tuple[float | str, int] | None) -> str:
    value, style = value if isinstance(value, tuple) else (value, 0)
    if value is None:
        return "<c/>"
    if isinstance(value, str):
        return f'<c s="{style}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c s="{style}"><v>{value}</v></c>'


def slide(*shapes: str, kind: str = "sld") -> str:
    """A slide, or the notes of one, with its shapes as XML."""
    names = (
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    )
    tree = f"<p:spTree>{''.join(shapes)}</p:spTree>"
    return f"<p:{kind} {names}><p:cSld>{tree}</p:cSld></p:{kind}>"


def shape(*paragraphs: str, placeholder: str = "") -> str:
    """A shape on a slide, which may fill a kind of placeholder."""
    fills = f'<p:nvSpPr><p:nvPr><p:ph type="{placeholder}"/></p:nvPr></p:nvSpPr>'
    written = "".join(f"<a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p>" for text in paragraphs)
    return f"<p:sp>{fills * bool(placeholder)}<p:txBody>{written}</p:txBody></p:sp>"


def odf(kind: str, body: str, styles: str = "", page_styles: str = "") -> Parts:
    """A document of a kind, such as `text`, with its body and its own styles as XML."""
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    names = f"{_ODF} {_DRAWING} {_DC}"
    return {
        "mimetype": media_type,
        "content.xml": f"<office:document-content {names}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}>"
        "</office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {names}>{page_styles}</office:document-styles>",
        "META-INF/manifest.xml": f"<manifest:manifest {names}/>",
    }


def odf_properties(title: str, author: str, created: str) -> Parts:
    """The properties of an OpenDocument file."""
    return {
        "meta.xml": f"<office:document-meta {_ODF} {_DC}><office:meta><dc:title>{title}</dc:title>"
        f"<meta:initial-creator>{author}</meta:initial-creator>"
        f"<meta:creation-date>{created}T08:00:00</meta:creation-date></office:meta>"
        "</office:document-meta>"
    }
