"""Counts how often a defence against hostile texts changes, or leaves out, a normal one.

    python -m eval.bench.false_alarms --data FOLDER [--data FOLDER] [--each 40] [--show 3]

The texts are the packaged articles, and below each FOLDER the paragraphs of SQuAD files and the
contexts of JSON Lines (also gzipped); all other files there are read by their parsers. As nothing
of it attacks anything, each alarm is a false one, unless the data hold an attack.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from html import escape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import click
from lxml import etree
from lxml.html import document_fromstring

from assistant.llm.prompts import verify_prompt
from assistant.text.markdown import without_targets
from assistant.text.printable import printable, printable_line
from assistant.text.spreadsheet import cell_text
from eval.bench.normal_texts import normal_files, normal_texts
from ingest.articles import read_source, read_stream
from ingest.errors import PassedOver, SourceFailure
from ingest.mojibake import repaired
from ingest.normal_form import normal_form
from ingest.parsers.html_layout import remove_requests

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_HEAD = "<!DOCTYPE html><html><head><title>News</title></head><body>"
_REQUEST = (
    '<div class="cookie-banner"><p>We and our partners use cookies and ask for your consent.</p>'
    "<button>Accept</button></div>"
)
LAYOUTS = {
    "in <article>": _HEAD + "<article><h1>News</h1>{}</article></body></html>",
    "in <main>": _HEAD + "<main>{}</main></body></html>",
    "in a <div>": _HEAD + '<div class="story"><h1>News</h1>{}</div></body></html>',
    "bare": _HEAD + "{}</body></html>",
    "with a button": _HEAD + "<div>{}</div><form><button>Accept</button></form></body></html>",
    "with a request": _HEAD + "<div>{}</div>" + _REQUEST + "</body></html>",
}
"""Web pages around the paragraphs of an article."""
_SHOWN = "//*[local-name()='t' or local-name()='p' or local-name()='span']/text()"
_OFFICE_TEXT = ("word/document.xml", "content.xml", "xl/sharedStrings.xml")


def _lost_from_page(layout: str) -> Callable[[str], str]:
    """What a page with a text loses as a request for consent or for a subscription."""

    def lost(text: str) -> str:
        paragraphs = "".join(f"<p>{escape(each)}</p>" for each in text.splitlines() if each.strip())
        page = document_fromstring(LAYOUTS[layout].format(paragraphs))
        before = [each.text_content() for each in page.iter("p")][: paragraphs.count("<p>")]
        remove_requests(page)
        left = {each.text_content() for each in page.iter("p")}
        return "\n".join(each for each in before if each not in left)

    return lost


def _broken_marks(text: str) -> str:
    prompt = str(verify_prompt(text, "", "Why?")[-1].content)
    return "" if text in prompt else _changed(text, prompt)


def _lost_characters(text: str) -> str:
    """The characters that the normal form leaves out, other than spaces, by their code points."""
    lost = Counter(unicodedata.normalize("NFC", text))
    lost.subtract(normal_form(text))
    return " ".join(f"U+{ord(c):04X}" for c in sorted(lost) if lost[c] > 0 and not c.isspace())


def _changed(before: str, after: str) -> str:
    """Where a text begins to differ."""
    at = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    return before[max(at - 30, 0) : at + 30]


def _by(change: Callable[[str], str]) -> Callable[[str], str]:
    def changed(text: str) -> str:
        after = change(text)
        return "" if after == text else _changed(text, after)

    return changed


def _stored(alarm: Callable[[str], str]) -> Callable[[str], str]:
    """As `alarm`, of a text in the form in which it is stored."""
    return lambda text: alarm(normal_form(text))


def _refused(text: str) -> str:
    """Why a text is refused as a file of plain text."""
    found = read_stream(BytesIO(text.encode()), "news.txt", "news.txt", "default")
    return "; ".join(each.reason for each in found if isinstance(each, SourceFailure))


OF_TEXTS: dict[str, Callable[[str], str]] = {
    **{f"request on a page, {layout}": _lost_from_page(layout) for layout in LAYOUTS},
    "marks of chat templates": _broken_marks,
    "characters that are not seen": _lost_characters,
    "commands to a terminal": _stored(_by(printable)),
    "targets in Markdown": _stored(_by(without_targets)),
    "formulas": _stored(_by(cell_text)),
    "wrongly decoded text": _by(repaired),
    "texts refused": _refused,
}
"""For each defence, what it changes or leaves out of a text; empty where it does nothing."""


def _unread(path: Path) -> str:
    """Why a file, or a part of it, is refused."""
    found = [each for each in read_source(path) if isinstance(each, SourceFailure)]
    return "; ".join(each.reason for each in found if not isinstance(each, PassedOver))


def _request_in_file(path: Path) -> str:
    """What a web page asks for, as it seems."""
    if path.suffix.lower() not in (".html", ".htm"):
        return ""
    return remove_requests(document_fromstring(path.read_bytes())) or ""


def _hidden(path: Path) -> str:
    """The words in the main part of an office document that its articles do not have."""
    if not is_zipfile(path):
        return ""
    with ZipFile(path) as package:
        parts = [name for name in _OFFICE_TEXT if name in package.namelist()]
        trees = [etree.fromstring(package.read(name)) for name in parts]
    # What was deleted, and what stands in for a drawing, is not there to be read.
    held = [t for tree in trees for t in tree.xpath(_SHOWN) for t in t.split()]
    read = [each.text for each in read_source(path) if not isinstance(each, SourceFailure)]
    return " ".join(word for word in held if not any(word in text for text in read))


OF_FILES: dict[str, Callable[[Path], str]] = {
    "files refused": _unread,
    "request on a page": _request_in_file,
    "hidden text of documents": _hidden,
}
"""As `OF_TEXTS`, of files."""


@click.command()
@click.option(
    "--data",
    "folders",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option(
    "--each", default=40, show_default=True, help="Texts of a data set, files of an ending."
)
@click.option("--show", default=3, show_default=True, help="Alarms shown of each defence.")
def main(folders: tuple[Path, ...], each: int, show: int) -> None:
    """Print how many texts and files below the folders each defence changes or leaves out."""
    texts = list(normal_texts(folders, each))
    files = list(normal_files(folders, each))
    click.echo(f"{len(texts)} texts of {len({t.source for t in texts})} data sets and files")
    for name, alarm in OF_TEXTS.items():
        _report(name, ((each.source, alarm(each.text)) for each in texts), show)
    click.echo(f"{len(files)} files")
    for name, alarm_of in OF_FILES.items():
        _report(name, ((path.name, alarm_of(path)) for path in files), show)


def _report(name: str, found: Iterable[tuple[str, str]], show: int) -> None:
    alarms = [(source, said) for source, said in found if said]
    click.echo(f"{len(alarms):6} {name}")
    for source, said in alarms[:show]:
        click.echo(f"         {source}: {printable_line(said[:160])}")


if __name__ == "__main__":
    main()
