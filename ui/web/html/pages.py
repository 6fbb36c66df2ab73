"""HTML of the pictures of an article's pages, with the cited words marked on them."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ingest.pages import Box
from ui.web.i18n.words import Words
from vectorstore.article import Article
from vectorstore.passage import Span

_NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page, from 1, as PNG, and the boxes of the words to mark on it."""

    page: int
    png: bytes
    boxes: Sequence[Box]


def render_page_view(
    article: Article,
    cited: Span,
    pictures: Sequence[Picture],
    words: Words,
    asked: int = 0,
    waits: bool = False,
) -> str:
    """The pictures of neighbouring pages of an article, with buttons to turn the page and zoom.

    `asked` is the one page that was asked for, from 1; 0 for those of the cited words. Where it
    `waits`, `pages.js` asks for the marks.
    """
    first, last = pictures[0].page, pictures[-1].page
    count = len(article.page_starts)
    return _view(
        article.id,
        cited,
        Markup(
            '<div class="tools">{back}<span class="where">{where}</span>{on}'
            '<button type="button" class="zoom" aria-pressed="false" title="{zoom}"'
            ' aria-label="{zoom}">⤢</button></div>'
            '<div class="sheets" tabindex="0" role="group" aria-label="{where}">{sheets}</div>'
        ).format(
            back=_turn(article, cited, first - 1, words.previous_page, "‹"),
            on=_turn(article, cited, last + 1, words.next_page, "›"),
            where=_where(article, [each.page for each in pictures], count, words),
            zoom=words.enlarge_page,
            sheets=Markup("").join(_sheet(article, each, words) for each in pictures),
        ),
        Markup(' aria-busy="true" data-page="{}"').format(asked) if waits else _NOTHING,
    )


def render_no_page_view(article_id: str, cited: Span, reason: str) -> str:
    """Why there is no picture; with an empty `reason`, nothing that is seen."""
    note = Markup('<p class="note" role="note">{}</p>').format(reason) if reason else Markup("")
    return _view(article_id, cited, note)


def _view(article_id: str, cited: Span, content: Markup, state: Markup = _NOTHING) -> str:
    """A view that says of which words it is, by which `pages.js` knows it."""
    return str(
        Markup(
            '<section class="pages" data-id="{}" data-start="{}" data-end="{}"{}>{}</section>'
        ).format(article_id, cited.start, cited.end, state, content)
    )


def _turn(article: Article, cited: Span, page: int, label: str, sign: str) -> Markup:
    """A button that shows another page; disabled where there is none."""
    return Markup(
        '<button type="button" data-event="select" data-id="{id}" data-start="{start}"'
        ' data-end="{end}" data-page="{page}" title="{label}" aria-label="{label}"{off}>'
        "{sign}</button>"
    ).format(
        id=article.id,
        start=cited.start,
        end=cited.end,
        page=page,
        label=label,
        off=Markup("") if 1 <= page <= len(article.page_starts) else Markup(" disabled"),
        sign=sign,
    )


def _where(article: Article, pages: Sequence[int], count: int, words: Words) -> str:
    """The pages as they are printed, their places in the file, and how they were recognised.

    Such as `page iv (6/12), recognised text (OCR), 97% certain`.
    """
    certainty = article.certainty(pages)
    recognised = f", {words.recognised_with(certainty)}" if certainty else ""
    return _places(article, pages, count, words) + recognised


def _places(article: Article, pages: Sequence[int], count: int, words: Words) -> str:
    labels = [article.page_label(page) for page in pages]
    places = "–".join(dict.fromkeys(map(str, (pages[0], pages[-1]))))
    if len(labels) == 1:
        return f"{words.page.format(page=labels[0])} ({places}/{count})"
    return f"{words.pages.format(pages=', '.join(labels))} ({places}/{count})"


def _sheet(article: Article, picture: Picture, words: Words) -> Markup:
    """A picture with its marks; the alternative text says the page, and how many lines are marked.

    Screen readers find the words themselves in the text of the article, below.
    """
    label = words.page_picture.format(
        page=words.page.format(page=article.page_label(picture.page)), title=article.title
    )
    marked = words.lines_marked.format(count=len(picture.boxes)) if picture.boxes else ""
    return Markup(
        '<figure><img src="data:image/png;base64,{png}" alt="{alt}">{marks}</figure>'
    ).format(
        png=b64encode(picture.png).decode("ascii"),
        alt=f"{label} {marked}".strip(),
        marks=Markup("").join(map(_mark, picture.boxes)),
    )


def _mark(box: Box) -> Markup:
    return Markup(
        '<span class="marked" style="left:{:.2%};top:{:.2%};width:{:.2%};height:{:.2%}"></span>'
    ).format(box.left, box.top, box.width, box.height)
