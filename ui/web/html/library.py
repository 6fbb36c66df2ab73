"""HTML of the articles panel: the list of articles and the result of an upload."""

from collections.abc import Sequence

from markupsafe import Markup

from ingest.report import IngestProgress
from ui.web.i18n.words import Words
from vectorstore.article import DEFAULT_COLLECTION, Article


def render_library(
    articles: Sequence[Article], givers: Sequence[str], count: int, words: Words, removable: bool
) -> str:
    """The list of the first `articles` of `count`, with remove buttons if `removable`.

    `givers` says in words, for each article, which other reader gave it; empty for the others.
    """
    rows = Markup("").join(
        _row(article, giver, words, removable)
        for article, giver in zip(articles, givers, strict=True)
    )
    rest = count - len(articles)
    more = Markup('<p class="more">{}</p>').format(words.more_articles.format(count=rest))
    return str(
        Markup('<h2 class="count">{}</h2><ul class="entries">{}</ul>{}').format(
            words.article_count.format(count=count), rows, more if rest > 0 else ""
        )
    )


def _row(article: Article, giver: str, words: Words, removable: bool) -> Markup:
    language = words.language_name(article.language) if article.language else None
    shelf = None if article.collection == DEFAULT_COLLECTION else article.collection
    facts = [fact for fact in (article.date, language, shelf, giver) if fact]
    drop = Markup(
        '<button type="button" class="drop" data-event="delete" data-id="{}" data-sure="{}"'
        ' title="{label}" aria-label="{label}: {}">×</button>'
    ).format(
        article.id,
        words.remove_sure.format(title=article.title),
        article.title,
        label=words.remove_article,
    )
    return Markup(
        '<li><button type="button" class="entry" data-event="select" data-id="{}">'
        '<b dir="auto">{}</b><small>{}</small></button>{}</li>'
    ).format(article.id, article.title, " · ".join(facts), drop if removable else "")


def render_outcome(counts: Sequence[tuple[str, int]], failed: Sequence[str], words: Words) -> str:
    """The result of an upload: counts by outcome, and the reasons of failures.

    Args:
        counts: pairs of a text of `Words` with `{count}` in it, and the number to fill in.
        failed: a line for each file that could not be read: its name and the reason.
        words: the page's language.
    """
    said = [text.format(count=number) for text, number in counts if number]
    if failed:
        said.append(words.files_failed.format(count=len(failed)))
    reasons = Markup("").join(Markup("<li>{}</li>").format(reason) for reason in failed)
    return str(
        Markup('<div class="outcome{}" role="status"><p>{}</p><ul>{}</ul></div>').format(
            " is-bad" if failed else "", ", ".join(said), reasons
        )
    )


def render_progress(
    name: str, number: int, count: int, words: Words, done: IngestProgress | None = None
) -> str:
    """The progress of an upload: the file being read, and how far it is, once that is known."""
    said = _how_far(done, words, name=name, number=number, count=count)
    return str(
        Markup(
            '<div class="outcome" role="status"><p><span class="dot"></span>{}</p></div>'
        ).format(said)
    )


def _how_far(done: IngestProgress | None, words: Words, **file: str | int) -> str:
    """The file being read, with the page that was read, or its share of a file of many articles."""
    if done is None:
        return words.reading_file.format(**file)
    if (page := done.page) is not None and page.number < page.count:
        return words.reading_page.format(page=page.number, pages=page.count, **file)
    if page is None and done.bytes_done < done.bytes_total:
        percent = 100 * done.bytes_done // done.bytes_total
        return words.reading_share.format(percent=percent, **file)
    return words.indexing_file.format(**file)
