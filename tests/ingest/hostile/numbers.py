"""Documents of Office and OpenDocument in which every number is one that lies."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from tests.ingest.documents import write_docx, write_epub
from tests.ingest.packages import Parts, odf, relations, shape, slide, xlsx
from tests.ingest.story import FIRST

NUMBERS = {
    "nothing": "",
    "-1": "-1",
    "zero": "0",
    "a billion": "1000000000",
    "more than an integer holds": "9" * 19,
    "too many digits": "9" * 5000,
    "no number": "NaN",
    "a fraction": "1e9",
    "a word": "many",
    "digits of Arabic": "٣",
}
"""What may stand where a document states a number."""


def _word(body: str, numbering: str = "") -> dict[str, str | bytes]:
    """A Word document with its body, and its lists, as XML."""
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    parts = dict(sound_parts(".docx"))
    parts["word/document.xml"] = f"<w:document {names}><w:body>{body}</w:body></w:document>"
    if numbering:
        parts["word/numbering.xml"] = f"<w:numbering {names}>{numbering}</w:numbering>"
    return parts


@cache
def sound_parts(suffix: str) -> dict[str, bytes]:
    """The parts of a sound document in one of the formats that a library writes."""
    with TemporaryDirectory() as folder:
        path = Path(folder, f"sound{suffix}")
        {".docx": write_docx, ".epub": write_epub}[suffix](path)
        return parts_of(path.read_bytes())


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a package by their names."""
    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _docx(number: str) -> dict[str, str | bytes]:
    level = (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{number}"/><w:numFmt w:val="{{}}"/>'
        f'<w:lvlText w:val="%1.%9"/></w:lvl><w:lvl w:ilvl="0"><w:start w:val="{number}"/>'
        '<w:numFmt w:val="{}"/><w:lvlText w:val="%1."/></w:lvl>'
    )
    kinds = ("lowerRoman", "upperLetter", "decimal")
    numbering = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{level.format(kind, kind)}</w:abstractNum>'
        for n, kind in enumerate(kinds)
    ) + "".join(
        f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/><w:lvlOverride w:ilvl="0">'
        f'<w:startOverride w:val="{number}"/></w:lvlOverride></w:num>'
        for n in range(len(kinds))
    )
    items = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{n + 1}"/></w:numPr>'
        "</w:pPr><w:r><w:t>Item</w:t></w:r></w:p>"
        for n in range(len(kinds))
        for level in ("0", number)
    )
    cell = (
        f'<w:tc><w:tcPr><w:gridSpan w:val="{number}"/></w:tcPr>'
        "<w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
    )
    table = f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>"
    return _word(f"<w:p><w:r><w:t>{FIRST}</w:t></w:r></w:p>{items}{table}", numbering)


def xlsx_of(number: str) -> dict[str, str | bytes]:
    """A workbook in which all numbers are one."""
    cells = (
        f'<c r="A1" t="inlineStr"><is><t>{FIRST}</t></is></c><c r="B1" s="{number}"><v>1</v></c>'
        f'<c r="C1" t="s"><v>{number}</v></c><c r="D1" s="2"><v>{number}</v></c>'
        f'<c r="AA{number}"><v>2</v></c><c t="d"><v>{number}</v></c>'
    )
    rows = f'<row r="1">{cells}</row><row r="{number}"><c><v>{number}</v></c></row>'
    merged = f'<mergeCell ref="A1:XFD{number}"/><mergeCell ref="{number}"/><mergeCell ref="A1"/>'
    parts = xlsx({"Sheet1": f"<sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells>"})
    styles = (
        f'<styleSheet><numFmts><numFmt numFmtId="{number}" formatCode="0.00%"/></numFmts><fonts>'
        f'<font/></fonts><cellXfs><xf/><xf numFmtId="{number}" fontId="{number}"/>'
        '<xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    return {
        **parts,
        "xl/styles.xml": styles,
        "xl/sharedStrings.xml": "<sst><si><t>b</t></si></sst>",
    }


def pptx_of(number: str) -> dict[str, str | bytes]:
    """A presentation with a chart in which all numbers are one."""
    points = f'<pt idx="{number}"><v>{number}</v></pt><pt idx="1" formatCode="0%"><v>2</v></pt>'
    series = (
        f"<ser><cat><strRef>{points}</strRef></cat><val><numCache>{points}</numCache></val></ser>"
    )
    return {
        "[Content_Types].xml": "<Types/>",
        "ppt/slides/slide1.xml": slide(shape(FIRST)),
        "ppt/slides/_rels/slide1.xml.rels": relations({"r1": "../charts/chart1.xml"}),
        "ppt/charts/chart1.xml": f"<chartSpace><chart>{series}</chart></chartSpace>",
    }


_LEVELS = "".join(
    '<text:list-style style:name="L{0}"><text:list-level-style-number text:level="1"'
    ' style:num-format="{0}" text:start-value="{1}"/></text:list-style>'.replace("{0}", form)
    for form in "1iA"
)


def _odt(number: str) -> Parts:
    lists = "".join(
        f'<text:list text:style-name="L{form}"><text:list-item text:start-value="{number}">'
        f'<text:p>Item<text:s text:c="{number}"/></text:p></text:list-item></text:list>'
        for form in "1iA"
    )
    return odf("text", f"<text:p>{FIRST}</text:p>{lists}", _LEVELS.replace("{1}", number))


def _ods(number: str) -> Parts:
    cells = (
        f"<table:table-cell><text:p>{FIRST}</text:p></table:table-cell>"
        f'<table:table-cell office:value-type="float" office:value="{number}"/>'
        f'<table:table-cell office:value-type="date" office:date-value="{number}"/>'
        f'<table:table-cell table:number-columns-spanned="{number}"'
        f' table:number-rows-spanned="{number}"><text:p>a</text:p></table:table-cell>'
        f'<table:covered-table-cell table:number-columns-repeated="{number}"/>'
        f'<table:table-cell table:number-columns-repeated="{number}"/>'
    )
    rows = (
        f"<table:table-row>{cells}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="{number}"/>'
    )
    return odf("spreadsheet", f"<table:table>{rows}</table:table>")


def _odp(number: str) -> Parts:
    words = f'<text:p>{FIRST}<text:s text:c="{number}"/></text:p>'
    return odf("presentation", f"<draw:page><draw:text-box>{words}</draw:text-box></draw:page>")


WITH_NUMBERS: dict[str, Callable[[str], Parts | dict[str, str | bytes]]] = {
    ".docx": _docx,
    ".xlsx": xlsx_of,
    ".pptx": pptx_of,
    ".odt": _odt,
    ".ods": _ods,
    ".odp": _odp,
}
"""For each format, the parts of a document in which all numbers are the one given."""
