"""Documents of every format, made by the tests, that all tell the same story.

Each is the same, byte for byte, on every day and machine that has the tested versions.
"""

import json
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from tests.ingest.office_documents import (
    write_doc,
    write_msg,
    write_odp,
    write_ods,
    write_odt,
    write_ppt,
    write_pptx,
    write_rtf,
    write_xls,
    write_xlsx,
)
from tests.ingest.packages import write_parts
from tests.ingest.story import AUTHOR, FIRST, RECORDS, SECOND, TITLE, URL


def write_text(path: Path) -> None:
    path.write_text(f"date 2020-01 {FIRST}\n\n{SECOND}\n", "cp1252")


def write_markdown(path: Path) -> None:
    head = f"---\ntitle: {TITLE}\ndate: 2020-01\nauthor: {AUTHOR}\nurl: {URL}\n---\n"
    path.write_text(f"{head}\n*Jeudi*{FIRST[5:]}\n\n> {SECOND}\n", "utf-8")


def write_html(path: Path) -> None:
    path.write_text(
        f"""<!doctype html><html lang="fr-FR"><head><meta charset="iso-8859-15">
        <title>{TITLE} | Le Journal</title><meta name="author" content="{AUTHOR}">
        <meta property="article:published_time" content="2020-01">
        <link rel="canonical" href="{URL}"></head><body>
        <nav><ul><li><a href="/">Accueil</a></li><li><a href="/monde">Monde</a></li></ul></nav>
        <article><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p></article>
        <footer>Mentions légales. Tous droits réservés.</footer></body></html>""",
        "iso-8859-15",
        errors="xmlcharrefreplace",
    )


def write_pdf(path: Path, password: str | None = None) -> None:
    from datetime import UTC, datetime

    from fpdf import FPDF

    pdf = FPDF()
    pdf.core_fonts_encoding = "cp1252"
    pdf.set_title(TITLE)
    pdf.set_author(AUTHOR)
    pdf.set_creation_date(datetime(2020, 1, 9, tzinfo=UTC))
    pdf.set_font("helvetica", size=12)
    for paragraph in (FIRST, SECOND):
        pdf.add_page()
        pdf.multi_cell(0, text=paragraph)
    if password is not None:
        pdf.set_encryption(owner_password="owner", user_password=password)
    pdf.output(str(path))


def write_docx(path: Path) -> None:
    from datetime import UTC, datetime

    from docx import Document

    document = Document()
    document.add_heading(TITLE, level=0)
    document.add_paragraph(FIRST)
    document.add_paragraph(SECOND)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Mercenaires", "2 500"
    document.core_properties.author = AUTHOR
    document.core_properties.created = datetime(2020, 1, 9, tzinfo=UTC)
    document.save(str(path))
    with zipfile.ZipFile(path) as saved:
        parts = {name: saved.read(name) for name in saved.namelist()}
    write_parts(path, parts)


def write_epub(path: Path) -> None:
    package = f"""<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
      <metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{TITLE}</dc:title>
      <dc:creator>{AUTHOR}</dc:creator><dc:language>fr-FR</dc:language><dc:date>2020-01</dc:date>
      </metadata><manifest>
      <item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>
      <item id="b" href="text/b.xhtml" media-type="application/xhtml+xml"/>
      <item id="a" href="text/a%20first.xhtml" media-type="application/xhtml+xml"/>
      </manifest><spine><itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/></spine>
      </package>"""
    container = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
      <rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>"""
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{}</p></body></html>'
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "OEBPS/book.opf": package,
        "OEBPS/nav.xhtml": page.format("Table des matières"),
        "OEBPS/text/a first.xhtml": page.format(FIRST),
        "OEBPS/text/b.xhtml": page.format(SECOND),
    }
    write_parts(path, parts)


def write_eml(path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"] = f"Re: {TITLE}", f"{AUTHOR} <jeanne@journal.example>"
    mail["To"], mail["Date"] = "desk@journal.example", "Thu, 09 Jan 2020 18:02:11 +0100"
    mail.set_content(f"{FIRST}\n\n{SECOND}\n\nLe 8 janvier 2020, Desk a écrit :\n> Et Haftar ?\n")
    path.write_bytes(mail.as_bytes())


def write_mht(path: Path) -> None:
    write_html(path)
    page = path.read_bytes()
    head = "Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n"
    place = "Content-Location: https://journal.example/print\nContent-Transfer-Encoding: 8bit\n\n"
    path.write_bytes(f"MIME-Version: 1.0\n{head}{place}".encode() + page + b"\n--b--\n")


def write_vtt(path: Path) -> None:
    cue = "00:0{0}:00.000 --> 00:0{0}:04.000\n<v Narratrice>{1}\n\n"
    cues = cue.format(0, FIRST) + cue.format(1, SECOND.replace(" ", "\n", 5))
    path.write_text(f"WEBVTT\nLanguage: fr\n\n{cues}", "utf-8")


def warc_record(
    address: str, content: bytes, media_type: str = "text/html", status: str = "200 OK"
) -> bytes:
    """A record of a web archive: what a server answered for an address."""
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n\r\n".encode() + content
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
        "WARC-Date: 2020-01-09T08:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def write_warc(path: Path) -> None:
    write_html(path)
    path.write_bytes(warc_record("https://journal.example/print", path.read_bytes()))


def write_csv(path: Path) -> None:
    import csv

    columns = ["Title", "Date", "Author", "URL", "Language", "Text"]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(columns)
        for record in RECORDS:
            writer.writerow([record.get(column.lower(), "") for column in columns])


def write_json_lines(path: Path) -> None:
    path.write_text("".join(json.dumps(record) + "\n" for record in RECORDS), "utf-8")


def write_json(path: Path) -> None:
    path.write_text(json.dumps(RECORDS, ensure_ascii=False), "utf-16")


def write_zip(path: Path) -> None:
    parts = {
        "__MACOSX/._a.txt": b"\0litter",
        "2020/a.jsonl": json.dumps(RECORDS[0]),
        "2020/b.txt": RECORDS[1]["text"],
    }
    write_parts(path, parts, zipfile.ZIP_DEFLATED)


WRITERS: dict[str, Callable[[Path], None]] = {
    ".txt": write_text,
    ".md": write_markdown,
    ".html": write_html,
    ".pdf": write_pdf,
    ".docx": write_docx,
    ".epub": write_epub,
    ".xlsx": write_xlsx,
    ".xls": write_xls,
    ".ods": write_ods,
    ".pptx": write_pptx,
    ".ppt": write_ppt,
    ".odp": write_odp,
    ".odt": write_odt,
    ".rtf": write_rtf,
    ".doc": write_doc,
    ".eml": write_eml,
    ".msg": write_msg,
    ".vtt": write_vtt,
    ".mht": write_mht,
    ".warc": write_warc,
    ".csv": write_csv,
    ".jsonl": write_json_lines,
    ".json": write_json,
    ".zip": write_zip,
}
