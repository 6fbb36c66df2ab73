"""Sample documents of Office, OpenDocument and Outlook."""

from pathlib import Path

from tests.ingest import compound_documents, packages
from tests.ingest.excel_records import old_workbook, workbook_file
from tests.ingest.packages import write_parts
from tests.ingest.powerpoint_records import BODY, Slide, presentation
from tests.ingest.story import AUTHOR, DAY, FIRST, SECOND, TITLE


def write_xlsx(path: Path) -> None:
    rows = packages.sheet([FIRST], [SECOND], [], ["Groupe", "Date", "Part"], ["A", (43870, 2), 0.5])
    parts = packages.xlsx({"Bilan": rows}, ["dd/mm/yyyy"])
    write_parts(path, parts | packages.office_properties(TITLE, AUTHOR, DAY))


def write_xls(path: Path) -> None:
    workbook = old_workbook({"Bilan": [[FIRST], [SECOND]]})
    path.write_bytes(workbook_file(workbook, TITLE, AUTHOR, 1_578_571_200))  # 9 January 2020


def write_ods(path: Path) -> None:
    rows = "".join(
        f"<table:table-row><table:table-cell><text:p>{paragraph}</text:p></table:table-cell>"
        "</table:table-row>"
        for paragraph in (FIRST, SECOND)
    )
    parts = packages.odf("spreadsheet", f'<table:table table:name="Bilan">{rows}</table:table>')
    write_parts(path, parts | packages.odf_properties(TITLE, AUTHOR, DAY))


def write_odt(path: Path) -> None:
    body = f"<text:h>{TITLE}</text:h><text:p>{FIRST}</text:p><text:p>{SECOND}</text:p>"
    parts = packages.odf("text", body) | packages.odf_properties("", AUTHOR, DAY)
    write_parts(path, parts)


def write_odp(path: Path) -> None:
    box = "<draw:frame><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    slides = "".join(f"<draw:page>{box.format(text)}</draw:page>" for text in (FIRST, SECOND))
    parts = packages.odf("presentation", slides) | packages.odf_properties(TITLE, AUTHOR, DAY)
    write_parts(path, parts)


def write_pptx(path: Path) -> None:
    parts = {
        "[Content_Types].xml": "<Types/>",
        "ppt/slides/slide1.xml": packages.slide(packages.shape(FIRST)),
        "ppt/notesSlides/notesSlide1.xml": packages.slide(packages.shape(SECOND), kind="notes"),
    }
    write_parts(path, parts | packages.office_properties(TITLE, AUTHOR, DAY))


def write_ppt(path: Path) -> None:
    slide = Slide([(BODY, FIRST)], notes=SECOND)
    created = 1_578_571_200  # 9 January 2020
    path.write_bytes(presentation([slide], title=TITLE, author=AUTHOR, created=created))


def write_rtf(path: Path) -> None:
    info = rf"{{\info{{\title {TITLE}}}{{\author {AUTHOR}}}{{\creatim\yr2020\mo1\dy9}}}}"
    paragraphs = [
        "".join(c if c.isascii() else rf"\u{ord(c)}?" for c in text) for text in (FIRST, SECOND)
    ]
    document = rf"{{\rtf1\ansi\deff0{info}{paragraphs[0]}\par {paragraphs[1]}\par}}"
    path.write_text(document, "ascii")


def write_doc(path: Path) -> None:
    path.write_bytes(compound_documents.word_document([TITLE, FIRST, SECOND]))


def write_msg(path: Path) -> None:
    values = {
        compound_documents.SUBJECT: TITLE,
        compound_documents.SENDER: AUTHOR,
        compound_documents.SENT: 1_578_571_200,  # 9 January 2020
        compound_documents.BODY: f"{FIRST}\r\n\r\n{SECOND}",
    }
    path.write_bytes(compound_documents.outlook_message(values))
