"""Pages of a cited PDF are shown, on a real store; the page itself is in test_chat_page.py."""

import hashlib
from types import SimpleNamespace

import pytest

from ingest import ingest_paths, split_passages
from ingest.pages import recognised
from ingest.parsers.pdf.levelling import Levelling
from ingest.parsers.pdf.recognition import RecognisedPage
from ingest.parsers.pdf.segments import Segment
from ingest.state.ledger import LEDGER, Ledger
from tests.ingest.parsers.pdf.drawing import lines, pdf
from tests.ingest.parsers.pictures import on_one_line, picture
from tests.ui.web.html.test_thread import Page
from ui.access.readable import ReadableArticles
from ui.web.handlers.pages import Pages
from ui.web.i18n.en import ENGLISH
from vectorstore.article import Article
from vectorstore.store import Store

REQUEST = SimpleNamespace(headers={}, username=None)
FIRST = "The council met on Tuesday.\nIt talked of the dam, of its wall and of what the"
SECOND = "mayor of Ostra had said about it in the spring.\nNobody was hurt when it broke."
QUOTE = "of what the mayor of Ostra had said"
PRINTED = "The dam\nclosed for"
LINES = RecognisedPage(
    [Segment("The dam", 10, 30, 20, 20, 0), Segment("closed for", 10, 30, 64, 20, 0)],
    Levelling(turns=0, slope=0.0, width=100, height=100),
    letters=15,
    certainty=0.98,
    room=12.0,
    is_legible=True,
)
"""What OCR might find: where it does is tested in `test_recognised.py`."""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("given") / "dam.pdf"
    pages = [lines(40, 100, FIRST), lines(40, 60, SECOND), lines(40, 60, "The end of it all.")]
    path.write_bytes(pdf(pages))
    return path


@pytest.fixture(scope="module")
def store(embedder, tmp_path_factory, file):
    with Store.open(tmp_path_factory.mktemp("pages") / "store", embedder) as opened:
        ingest_paths(opened, [file])
        yield opened


@pytest.fixture
def show(store):
    """What is shown for the quote, or for an event with other data."""

    def shown(**data) -> Page:
        (article,) = store.articles()
        start = article.text.index(QUOTE)
        event = {"id": article.id, "start": str(start), "end": str(start + len(QUOTE)), **data}
        return Page(Pages(ReadableArticles(store)).show(SimpleNamespace(_data=event), REQUEST))

    return shown


def test_a_quote_over_two_pages_is_marked_on_both(show):
    shown = show()
    assert "pages 1, 2 (1–2/3)" in shown.text
    tops = [mark["style"].split(";")[1] for mark in shown.with_class("marked")]
    # The lines stand on 114 points of the first page, and on 60 of the second, of 842.
    assert tops == ["top:12.49%", "top:6.08%"]


def test_a_turned_page_has_the_marks_that_are_on_it(show):
    assert len(show(page="2").with_class("marked")) == 1
    third = show(page="3")
    assert "page 3 (3/3)" in third.text
    assert third.with_class("marked") == []


def test_an_article_without_cited_words_is_opened_at_its_first_page(show):
    shown = show(start="0", end="0")
    assert "page 1 (1/3)" in shown.text
    assert shown.with_class("marked") == []


@pytest.mark.parametrize(
    "forged",
    [
        {"id": "../../etc/passwd"},
        {"id": "0123456789abcdef"},
        {"start": "-1", "end": "999999999", "page": "999999999"},
        {"start": "x", "end": None, "page": "²"},
    ],
)
def test_forged_events_show_a_page_of_the_store_or_nothing(show, forged):
    shown = show(**forged)
    assert (len(shown.with_class("pages")), shown.with_class("note")) == (1, [])
    assert ("img" in {tag for tag, _ in shown.elements}) == ("id" not in forged)


def test_a_file_that_is_gone_is_said_to_be(show, file):
    kept = file.read_bytes()
    file.unlink()
    try:
        assert show().text == ENGLISH.page_missing
    finally:
        file.write_bytes(kept)


def test_a_file_that_another_machine_has_read_is_said_to_be_there(show, store):
    ledger = store.path / LEDGER
    kept = ledger.rename(store.path / "elsewhere")  # as in what a store on servers keeps here
    try:
        assert show().text == ENGLISH.page_elsewhere
    finally:
        kept.rename(ledger)


def test_a_scan_is_shown_before_its_words_are_found_and_marked_when_asked_for(
    store, tmp_path, monkeypatch, request
):
    path = tmp_path / "scan.png"
    picture(PRINTED).save(path)
    words = on_one_line(PRINTED)
    scan = Article(words, "Scan", str(path), page_starts=(0,), page_certainties=(0.98,))
    store.add([(scan, split_passages(scan))])
    request.addfinalizer(lambda: store.remove(scan.id))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    given = {scan.id: scan.content_hash}
    Ledger(store.path / LEDGER).record("default", scan.source, digest, given, ())
    monkeypatch.setattr(recognised, "_recognised", lambda original, page: LINES)
    pages = Pages(ReadableArticles(store))
    start = words.index("closed")
    event = {"id": scan.id, "start": str(start), "end": str(start + len("closed for"))}
    shown = Page(pages.show(SimpleNamespace(_data=event), REQUEST))
    (view,) = shown.with_class("pages")
    assert (view["aria-busy"], view["data-page"]) == ("true", "0")
    assert shown.with_class("marked") == []
    marked = Page(pages.show(SimpleNamespace(_data=event | {"marked": "1"}), REQUEST))
    assert "aria-busy" not in marked.with_class("pages")[0]
    assert [mark["style"] for mark in marked.with_class("marked")] == [
        "left:10.00%;top:48.00%;width:20.00%;height:21.00%"
    ]
