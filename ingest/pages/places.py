"""Where the words of an article stand on the pages of its PDF file or image."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.pages.marks import Box, MarkedPage, find_quote
from ingest.pages.original import Original, original_of
from ingest.pages.recognised import recognised_page
from vectorstore.article import Article

MOST_PAGES = 10
"""Pages that are searched at most, for words that stand on several."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle on a page, in points from its top left corner; y grows downwards."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PagePlace:
    """The places of words on one page of a PDF file or an image.

    Lengths are in points, 1/72 inch, on the page as it is shown: cropped, and turned where the file
    says so. Those of an image that states no resolution are by 150 dots an inch.
    """

    page: int
    """Place of the page in the file, from 1."""
    label: str
    """The number of the page as it is printed."""
    width: float
    height: float
    rectangles: tuple[Rectangle, ...]
    """One for each line of the words, or several on a slanting scan; none if they are not found."""


def find_places(folder: Path, article: Article, start: int, end: int) -> list[PagePlace]:
    """The places of the words `article.text[start:end]`, page by page, on ten pages at most.

    `folder` is that of the store, `Store.path`. There are none for an article that was not read
    from a PDF file or an image of its own. Scanned pages are recognised again, in seconds each.

    Raises:
        PageUnavailable: if the file is missing, has changed since it was read, or is damaged.
    """
    start, end = max(start, 0), min(end, len(article.text))
    original = original_of(folder, article) if start < end else None
    return list(_places(original, article, start, end)) if original else []


def find_on_page(
    original: Original, article: Article, page: int, start: int, end: int
) -> MarkedPage | None:
    """The boxes of that part of `article.text[start:end]` that stands on a page, from 1.

    None if no part of it does, or the page is an image whose text cannot be recognised again.

    Raises:
        PageUnavailable: if there is no such page.
    """
    begins, ends = (*article.page_starts, len(article.text))[page - 1 : page + 1]
    start, end = max(start, begins), min(end, ends)
    if start >= end:
        return None
    is_recognised = article.certainty((page,)) is not None
    recognised = recognised_page(original, page) if is_recognised else None
    if original.is_image and recognised is None:
        return None
    text = article.text[begins:ends]
    return find_quote(original, page, text, start - begins, end - begins, recognised)


def _places(original: Original, article: Article, start: int, end: int) -> Iterator[PagePlace]:
    for page in article.pages(start, end)[:MOST_PAGES]:
        if marked := find_on_page(original, article, page, start, end):
            rectangles = tuple(_in_points(box, marked) for box in marked.boxes)
            label = article.page_label(page)
            yield PagePlace(page, label, marked.width, marked.height, rectangles)


def _in_points(box: Box, page: MarkedPage) -> Rectangle:
    across, down = (box.left, box.width), (box.top, box.height)
    left, width = (round(share * page.width, 1) for share in across)
    top, height = (round(share * page.height, 1) for share in down)
    return Rectangle(left, top, width, height)
