"""Document loaders that `eval.bench.reading` compares: Citera's, and those of other packages."""

from collections.abc import Callable, Iterator
from pathlib import Path

from ingest.articles import read_stream
from ingest.errors import UnreadableSource
from vectorstore import Article, CiteraError

Loader = Callable[[Path], list[Article]]
"""Reads a document; it gives no article where the document cannot be read."""

PRODUCT = "Citera"
_MISSING = "The comparison needs more packages: pip install pypdf 'markitdown[docx,pdf,pptx,xlsx]'"


def loaders() -> dict[str, Loader]:
    """The loaders by name.

    Raises:
        CiteraError: if a package to compare with is not installed.
    """
    return {PRODUCT: load_with_citera, "pypdf": _pypdf(), "markitdown": _markitdown()}


def load_with_citera(path: Path) -> list[Article]:
    """The articles that an ingest makes of a document."""
    return list(_articles(path))


def _articles(path: Path) -> Iterator[Article]:
    try:
        with path.open("rb") as stream:
            for found in read_stream(stream, path.name, path.name, "reading"):
                if isinstance(found, Article):
                    yield found
    except UnreadableSource:
        return


def _pypdf() -> Loader:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise CiteraError(_MISSING) from None

    def load(path: Path) -> list[Article]:
        if path.suffix.lower() != ".pdf":
            return []
        try:
            text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
        except PyPdfError:
            return []
        return [Article(text, path.name, path.name)]

    return load


def _markitdown() -> Loader:
    try:
        from markitdown import MarkItDown, MarkItDownException
    except ImportError:
        raise CiteraError(_MISSING) from None
    converter = MarkItDown()

    def load(path: Path) -> list[Article]:
        try:
            return [Article(converter.convert(path).text_content, path.name, path.name)]
        except MarkItDownException:
            return []

    return load
