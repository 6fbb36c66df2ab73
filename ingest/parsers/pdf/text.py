"""The text of pages in reading order."""

from collections.abc import Callable, Generator, Iterable

from ingest.errors import UnreadableSource
from ingest.extract import Extract, PageRead
from ingest.parsers.limits import MAX_TEXT_BYTES
from ingest.parsers.pdf.flow import Flow
from ingest.parsers.pdf.hyphens import join_cut_words
from ingest.parsers.pdf.labels import page_labels
from ingest.parsers.pdf.layout import Layout
from ingest.parsers.pdf.running_heads import Page, without_running_heads

_TOLD = 10
"""Pages after which it is told again how far a text was read; each takes hundredths of a second."""


def text_of_pages(
    pages: Callable[[], Iterable[Page]], count: int
) -> Generator[PageRead, None, Extract]:
    """The text of pages without their running heads, its title, and where each page begins.

    The text is empty if there is none. `pages` gives the pages, of which there are `count`, each
    time that it is called.

    Raises:
        UnreadableSource: if there is too much text for one article.
    """
    extract = yield from _text(without_running_heads(pages()), count)
    if extract.text.strip():
        return extract
    return (yield from _text(pages(), count))  # all that they hold is at their edges


def _text(pages: Iterable[Page], count: int) -> Generator[PageRead, None, Extract]:
    flow, layout = Flow(), Layout()
    stated: list[str] = []
    printed: list[str] = []
    certainties: list[float] = []
    for page in pages:
        flow.add(layout.blocks(page))
        if flow.length > MAX_TEXT_BYTES:
            raise UnreadableSource("it holds too much text for one article; split it up")
        stated.append(page.label)
        printed.append(page.printed)
        certainties.append(page.certainty)
        if page.number % _TOLD == 0 or page.number == count > _TOLD:
            yield PageRead(page.number, count)
    text, starts = join_cut_words(*flow.finish(len(stated)))
    return Extract(
        text,
        title=layout.title,
        page_starts=starts,
        page_labels=page_labels(stated, printed),
        page_certainties=tuple(certainties) if min(certainties, default=1) < 1 else (),
    )
