"""Terminal output: answers with their sources, passages and articles.

Texts of articles, models and files reach the terminal only through `printable`: none commands it.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from assistant.text.printable import printable, printable_line
from ui.session import notice_of
from vectorstore.article import LOW_CERTAINTY

if TYPE_CHECKING:
    from assistant import Answer, Settings
    from assistant.answer import Citation
    from ingest.report import IngestProgress, IngestReport
    from vectorstore import Article, Passage, ScoredPassage


def origin(title: str, date: str | None, source: str, *further: str | None) -> str:
    """The origin of a text in one line: title, date, source and what else is known, as pages."""
    return printable_line(", ".join(part for part in (title, date, source, *further) if part))


def pages_of(citations: "Iterable[Citation]") -> str | None:
    """The pages on which quotes stand, as printed: `pages 1 and 2`, `page iv (sheet 6)`."""
    labels: dict[int, str] = {}
    for each in citations:
        labels.update(zip(each.pages, each.page_labels, strict=True))
    names = [
        label if label == str(page) else f"{label} (sheet {page})"
        for page, label in sorted(labels.items())
    ]
    if len(names) < 2:
        return f"page {names[0]}" if names else None
    return f"pages {', '.join(names[:-1])} and {names[-1]}"


def recognised_with(certainty: float | None) -> str | None:
    """With what certainty a text was recognised, and that this is low; None if it was text."""
    if certainty is None:
        return None
    advice = ": compare it with the page" if certainty < LOW_CERTAINTY else ""
    return f"recognised text (OCR), {int(certainty * 100)}% certain{advice}"


def print_notice(settings: "Settings") -> None:
    """Print what the operator may not expect of the settings, if there is anything, to stderr."""
    if notice := notice_of(settings):
        click.echo(printable(notice), err=True)


def print_answer(answer: "Answer") -> None:
    """Print an answer and the numbered quotes that prove it, without translations."""
    click.echo(printable(answer.text))
    if answer.notice:
        click.echo(click.style(printable(answer.notice), dim=True), err=True)
    passages = {passage.id: passage for passage in answer.passages}
    for number, citations in sorted(_citations_by_number(answer).items()):
        passage = passages[citations[0].passage_id]
        certainties = [each.ocr_certainty for each in citations if each.ocr_certainty is not None]
        recognised = recognised_with(min(certainties, default=None))
        where = origin(passage.title, passage.date, passage.source, pages_of(citations), recognised)
        click.echo(f"\n[{number}] {click.style(where, bold=True)}")
        for citation in citations:
            before, answering, after = map(_on_one_line, citation.parts)
            click.echo(f"    “{before}{click.style(answering, bold=True)}{after}”")


def print_phrased(answer: "Answer") -> None:
    """Print the sentences in which the model says what was quoted, if there are any."""
    from assistant.compose.composer import marked_text

    phrased = [sentence for sentence in answer.sentences if not sentence.quoted]
    if phrased:
        said = _on_one_line(marked_text(phrased))
        click.echo(f"\n{click.style('In a sentence:', dim=True)} {said}")


def print_translations(answer: "Answer") -> None:
    """Print the translations of an answer's quotations into the reader's language, if any."""
    from assistant.compose.composer import markers

    translated = [sentence for sentence in answer.sentences if sentence.translation]
    if translated:
        click.echo("\nTranslated by the model, to help reading:")
    for sentence in translated:
        click.echo(f"{markers(sentence)} {_on_one_line(sentence.translation or '')}")


def print_untranslated(answer: "Answer") -> None:
    """Print which quotations in another language than the reader's are left so, on stderr."""
    from assistant.compose.composer import markers
    from assistant.compose.translate import untranslated

    if left := untranslated(answer):
        where = " ".join(dict.fromkeys(map(markers, left)))
        click.echo(f"Not translated by the local model: {where}", err=True)


def print_timings(answer: "Answer", loading: float) -> None:
    """Print the timings of an answer by stage, on stderr.

    `loading` is the seconds that the models took to load, before the question was asked.
    """
    stages = {"loading": loading, **answer.timings}
    took = ", ".join(
        f"{stage.replace('_', ' ')} {seconds:.1f} s" for stage, seconds in stages.items()
    )
    click.echo(click.style(f"\n{printable_line(answer.model)}: {took}", dim=True), err=True)


def _on_one_line(text: str) -> str:
    """Part of a quote, or what a model wrote, its line breaks as spaces.

    No line of it is taken for one of ours.
    """
    return printable(re.sub(r"\s+", " ", text))


def _citations_by_number(answer: "Answer") -> dict[int, list[Any]]:
    numbered: dict[int, list[Any]] = {}
    for sentence in answer.sentences:
        for citation in sentence.citations:
            quotes = numbered.setdefault(citation.number, [])
            if citation not in quotes:
                quotes.append(citation)
    return numbered


def print_passages(found: Iterable[tuple["ScoredPassage", "Passage"]]) -> None:
    """Print passages, best first, each with its chance to answer and its best sentence marked.

    With each comes the passage to show: itself, or with sentences around it. Says on stderr if
    there are none.
    """
    number = 0
    for number, (scored, shown) in enumerate(found, start=1):
        article = scored.article
        page = scored.passage.page
        pages = f"page {article.page_label(page)}" if page else None
        recognised = recognised_with(article.certainty((page,) if page else ()))
        where = origin(article.title, article.date, article.source, pages, recognised)
        chance = f"answers: {scored.probability:.0%}, score {scored.score:.3f}"
        click.echo(f"{number}. {click.style(where, bold=True)}  ({chance})")
        for other in scored.also_in:
            click.echo(f"   also in {origin(other.title, other.date, other.source)}")
        best = scored.best_sentence
        start, end = best.start - shown.start, best.end - shown.start
        before, marked, after = (
            printable(part)
            for part in (shown.text[:start].lstrip(), shown.text[start:end], shown.text[end:])
        )
        click.echo(f"   {before}{click.style(marked, bold=True)}{after}")
    if not number:
        click.echo("No passage was found: see `citera list`, and what the options limit.", err=True)


def counted(number: int, noun: str) -> str:
    """A number and its noun, in English."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def show_progress(progress: "IngestProgress") -> None:
    """Show the progress of an ingest in one line of stderr, if that is a terminal."""
    if not sys.stderr.isatty():
        return
    left = progress.seconds_left
    rest = f", about {left:.0f} s left" if left else ""
    done = counted(progress.articles, "article")
    line = f"{done}, {progress.articles_per_second:.1f} a second{rest}"
    if progress.page:
        from ingest.extract import PageRecognised

        step = "recognised" if isinstance(progress.page, PageRecognised) else "read"
        line += f", page {progress.page.number} of {progress.page.count} {step}"
    click.echo(f"\r\033[K{line}\r", nl=False, err=True)


def show_recoding(done: int, total: int) -> None:
    """Show how many passages of an older store are recoded, as `show_progress` does."""
    if sys.stderr.isatty():
        line = f"{done} of {total} passages of an older version brought up to date"
        click.echo(f"\r\033[K{line}\r", nl=False, err=True)


def print_report(report: "IngestReport") -> None:
    """Print the result of an ingest, and on stderr each source that was not read and why."""
    kinds = ("added", "changed", "unchanged", "removed")
    done = [f"{getattr(report, kind)} {kind}" for kind in kinds if getattr(report, kind)]
    if report.failed:
        done.append(f"{len(report.failed)} not read")
    if report.skipped:
        done.append(f"{len(report.skipped)} passed over")
    click.echo(", ".join(done) or "No article was found")
    for failure in report.failed:
        click.echo(printable_line(f"Not read: {failure.source}: {failure.reason}"), err=True)
    for skipped in report.skipped:
        click.echo(printable_line(f"Passed over: {skipped.source}: {skipped.reason}"), err=True)


def print_articles(
    articles: Iterable["Article"], repeated: Sequence[Sequence["Article"]] = ()
) -> None:
    """Print one line for each article, and say what to do if there are none.

    `repeated` are groups of near-duplicates; the first of a group is followed by the others.
    """
    others = {group[0].id: group[1:] for group in repeated}
    shown_below = {article.id for group in others.values() for article in group}
    empty = True
    for article in articles:
        empty = False
        if article.id in shown_below:
            continue
        click.echo(_article_line(article))
        for other in others.get(article.id, ()):
            click.echo(f"  the same story: {_article_line(other)}")
    if empty:
        click.echo("No articles yet. Add some with: citera ingest PATH…", err=True)


def _article_line(article: "Article") -> str:
    facts = ", ".join(part for part in (article.date, article.language) if part)
    facts = f" ({facts})" if facts else ""
    return printable_line(
        f"{article.id}  [{article.collection}]  {article.title}{facts}  {article.source}"
    )
