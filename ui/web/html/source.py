"""HTML of the source panel: an article with the quotes of an answer highlighted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from assistant.answer import Answer, Citation, CitedPassage
from ingest.pages import may_have_original
from ui.web.i18n.words import Words
from vectorstore.article import Article
from vectorstore.passage import Span

_NO_LEAF = Markup("")


@dataclass(frozen=True, slots=True)
class Focus:
    """The target of the source panel: a passage, and the cited words in it, if any."""

    passage: Span
    words: Span | None = None


def render_source(article: Article, answer: Answer | None, focus: Focus, words: Words) -> str:
    """The article with every quote of `answer` highlighted and `focus` marked to scroll to."""
    return _panel(article, _citations(answer, article), focus, words, leaf=_leaf(article, focus))


def render_passage(
    passage: CitedPassage, answer: Answer | None, focus: Focus, note: str, words: Words
) -> str:
    """A passage as it was when it was found, with a `note` why its article is not shown.

    It is what `answer` was made from, whatever became of the article since. `focus` has offsets
    into the article's text of that time, as the passage has.
    """
    kept = Article(
        text=passage.text,
        title=passage.title,
        source=passage.source,
        date=passage.date,
        language=passage.language,
        url=passage.url,
    )
    sentences = answer.sentences if answer else ()
    citations = [
        citation.model_copy(
            update={
                "start": citation.start - passage.start,
                "end": citation.end - passage.start,
            }
        )
        for sentence in sentences
        for citation in sentence.citations
        if citation.passage_id == passage.id
    ]
    return _panel(kept, citations, _moved(focus, -passage.start), words, note)


def render_no_source(words: Words) -> str:
    """The panel while no source is open."""
    return str(Markup('<p class="source-empty">{}</p>').format(words.source_empty))


def _panel(
    article: Article,
    citations: Sequence[Citation],
    focus: Focus,
    words: Words,
    note: str = "",
    leaf: Markup = _NO_LEAF,
) -> str:
    return str(
        Markup(
            '<article class="source"{leaf}><header><h2 dir="auto">{title}</h2>'
            '<p class="facts">{facts}</p><button type="button" class="close" data-do="close"'
            ' aria-label="{close}">×</button></header>{note}'
            '<div class="text" dir="auto"{lang} tabindex="0">{text}</div></article>'
        ).format(
            leaf=leaf,
            title=article.title,
            close=words.close,
            facts=_facts(article, focus, words),
            note=Markup('<p class="note" role="note">{}</p>').format(note) if note else "",
            lang=Markup(' lang="{}"').format(article.language) if article.language else "",
            text=_marked(article.text, citations, focus, words),
        )
    )


def _leaf(article: Article, focus: Focus) -> Markup:
    """What `panel.js` asks the pictures of pages for; nothing for articles without such pages."""
    if not may_have_original(article):
        return _NO_LEAF
    start = focus.passage.start
    cited = focus.words or Span(start, start)
    return Markup(' data-leaf="" data-id="{}" data-start="{}" data-end="{}"').format(
        article.id, cited.start, cited.end
    )


def _moved(focus: Focus, by: int) -> Focus:
    def moved(span: Span) -> Span:
        return Span(span.start + by, span.end + by)

    return Focus(moved(focus.passage), moved(focus.words) if focus.words else None)


def _citations(answer: Answer | None, article: Article) -> list[Citation]:
    """The citations of an article whose quotes are still at their offsets."""
    return [
        citation
        for sentence in (answer.sentences if answer else ())
        for citation in sentence.citations
        if citation.article_id == article.id
        and article.text[citation.start : citation.end] == citation.quote
    ]


def _facts(article: Article, focus: Focus, words: Words) -> Markup:
    """Date, author, source, language, link, and how the passage was recognised, where known."""
    known = [article.date, article.author, _name(article.source)]
    if article.language:
        known.append(words.language_name(article.language))
    pages = article.pages(focus.passage.start, focus.passage.end)
    if certainty := article.certainty(pages):
        known.append(words.recognised_with(certainty))
    facts = [Markup("<span>{}</span>").format(fact) for fact in known if fact]
    if article.url and article.url.lower().startswith(("https://", "http://")):
        facts.append(
            Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
                article.url, words.open_original
            )
        )
    return Markup("").join(facts)


def _name(source: str) -> str:
    """The display name of a source: a whole address, or a file name without its folders."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", source):
        return source
    path, mark, address = source.partition("#http")  # a record goes by its address
    return re.split(r"[/\\]", path)[-1] + mark + address


def _marked(text: str, citations: Sequence[Citation], focus: Focus, words: Words) -> Markup:
    """The text, split at the bounds of quotes and passage, each piece marked accordingly."""
    bounds = {0, len(text), focus.passage.start, focus.passage.end}
    bounds.update(offset for citation in citations for offset in (citation.start, citation.end))
    cuts = sorted(offset for offset in bounds if 0 <= offset <= len(text))
    pieces = []
    for start, end in pairwise(cuts):
        quoting = [c for c in citations if c.start <= start and end <= c.end]
        if quoting:
            pieces.append(_mark(text[start:end], start, quoting, focus, words))
        elif focus.passage.start <= start and end <= focus.passage.end:
            pieces.append(Markup('<span class="passage">{}</span>').format(text[start:end]))
        else:
            pieces.append(Markup("{}").format(text[start:end]))
    return Markup("").join(pieces)


def _mark(
    piece: str, start: int, quoting: Sequence[Citation], focus: Focus, words: Words
) -> Markup:
    numbers = sorted({citation.number for citation in quoting})
    shown = ", ".join(map(str, numbers))
    begins = any(citation.start == start for citation in quoting)
    focused = focus.words is not None and focus.words.start <= start < focus.words.end
    return Markup('<mark{focus}{number} title="{title}">{text}</mark>').format(
        focus=Markup(' class="is-focus"') if focused else "",
        number=Markup(' data-number="{}"').format(shown) if begins else "",
        title=words.cited_words.format(number=shown),
        text=_emphasised(piece, start, quoting),
    )


def _emphasised(piece: str, start: int, quoting: Sequence[Citation]) -> Markup:
    """A piece of the text from `start` on, with the first words in it that answer in bold."""
    for citation in quoting:
        first, last = (offset - start for offset in citation.span or (0, 0))
        if 0 <= first < last <= len(piece):
            parts = piece[:first], piece[first:last], piece[last:]
            return Markup("{}<strong>{}</strong>{}").format(*parts)
    return Markup("{}").format(piece)
