import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from ingest import SourceFailure, ingest_paths
from ingest.articles import to_article_or_failure
from ingest.web import extract_address
from tests.ingest.documents import FIRST, SECOND, TITLE, write_html, write_pdf
from vectorstore import Article, Store


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A web site on this machine."""
    write_html(tmp_path / "page.html")
    write_pdf(tmp_path / "paper.pdf")
    pages = {
        "/haftar": ("text/html", (tmp_path / "page.html").read_bytes()),
        "/paper.pdf": ("application/octet-stream", (tmp_path / "paper.pdf").read_bytes()),
        "/notes.md": ("text/plain; charset=utf-8", f"# {TITLE}\n\n{FIRST}".encode()),
        "/empty": ("text/html", b"<script></script>"),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            media_type, content = pages.get(self.path, ("text/html", b""))
            self.send_response(200 if self.path in pages else 404)
            self.send_header("Content-Type", media_type)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def read_address(address: str) -> list[Article | SourceFailure]:
    """The articles at an address, as an ingest makes them."""
    return [to_article_or_failure(found, "test", address) for found in extract_address(address)]


@pytest.mark.parametrize(("page", "text"), [("/haftar", SECOND), ("/paper.pdf", SECOND)])
def test_an_address_gives_its_article(site: str, page: str, text: str):
    (article,) = read_address(site + page)
    assert not isinstance(article, SourceFailure)
    assert article.source == site + page
    assert article.title == TITLE
    assert text in article.text


def test_a_page_without_an_address_of_its_own_gets_the_one_it_was_read_from(site: str):
    (article,) = read_address(f"{site}/notes.md")
    assert not isinstance(article, SourceFailure)
    assert article.url == f"{site}/notes.md"
    assert article.text.startswith(f"{TITLE}\n\n")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("{site}/missing", "answered 404"),
        ("{site}/empty", "no text"),
        ("http://127.0.0.1:9/", "network connection"),
        ("http://", "network connection"),
    ],
)
def test_what_cannot_be_fetched_is_named_with_its_reason(site: str, address: str, reason: str):
    address = address.format(site=site)
    (failure,) = read_address(address)
    assert isinstance(failure, SourceFailure)
    assert failure.source == address
    assert reason in failure.reason


def test_addresses_and_files_go_in_together(store: Store, site: str, tmp_path: Path):
    (tmp_path / "a.txt").write_text(FIRST, "utf-8")
    report = ingest_paths(store, [f"{site}/haftar", tmp_path / "a.txt", f"{site}/missing"])
    assert (report.added, len(report.failed)) == (2, 1)
    assert ingest_paths(store, [f"{site}/haftar"]).unchanged == 1
