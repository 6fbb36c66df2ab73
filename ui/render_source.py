"""The source panel as HTML: a whole article with the words that an answer cites marked in it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from assistant.answer import Answer, Citation
from ui.words import Words
from vectorstore.article import Article
from vectorstore.passage import Span


@dataclass(frozen=True, slots=True)
class Focus:
    """What the panel is opened for: a passage, and within it the words cited, if any."""

    passage: Span
    words: Span | None = None


def render_source(article: Article, answer: Answer | None, focus: Focus, words: Words) -> str:
    """The article with every quote that `answer` takes from it marked, scrolled to by `focus`."""
    citations = _citations(answer, article.id) if answer else []
    return str(
        Markup(
            '<article class="source"><header><h2 dir="auto">{title}</h2>'
            '<p class="facts">{facts}</p><button type="button" class="close" data-do="close"'
            ' aria-label="{close}">×</button></header>'
            '<div class="text" dir="auto"{lang} tabindex="0">{text}</div></article>'
        ).format(
            title=article.title,
            close=words.close,
            facts=_facts(article, words),
            lang=Markup(' lang="{}"').format(article.language) if article.language else "",
            text=_marked(article.text, citations, focus, words),
        )
    )


def render_no_source(words: Words) -> str:
    """The panel before anything is opened in it."""
    return str(Markup('<p class="source-empty">{}</p>').format(words.source_empty))


def _citations(answer: Answer, article_id: str) -> list[Citation]:
    cited = (citation for sentence in answer.sentences for citation in sentence.citations)
    return [citation for citation in cited if citation.article_id == article_id]


def _facts(article: Article, words: Words) -> Markup:
    """Date, author, source, language and link, as far as they are known."""
    known = [article.date, article.author, _name(article.source)]
    if article.language:
        known.append(words.language_name(article.language))
    facts = [Markup("<span>{}</span>").format(fact) for fact in known if fact]
    if article.url and article.url.lower().startswith(("https://", "http://")):
        facts.append(
            Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
                article.url, words.open_original
            )
        )
    return Markup("").join(facts)


def _name(source: str) -> str:
    """A source as readers are shown it: an address whole, a file without the folders it lies in."""
    return source if "://" in source else re.split(r"[/\\]", source)[-1]


def _marked(text: str, citations: Sequence[Citation], focus: Focus, words: Words) -> Markup:
    """The text cut wherever a quote or the passage begins or ends, each piece marked as it is."""
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
    piece: str, start: int, quoting: Iterable[Citation], focus: Focus, words: Words
) -> Markup:
    numbers = sorted({citation.number for citation in quoting})
    shown = ", ".join(map(str, numbers))
    begins = any(citation.start == start for citation in quoting)
    focused = focus.words is not None and focus.words.start <= start < focus.words.end
    return Markup('<mark{focus}{number} title="{title}">{text}</mark>').format(
        focus=Markup(' class="is-focus"') if focused else "",
        number=Markup(' data-number="{}"').format(shown) if begins else "",
        title=words.cited_words.format(number=shown),
        text=piece,
    )
