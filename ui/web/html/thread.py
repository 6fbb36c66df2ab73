"""HTML of a conversation: questions, retrieved passages and answers with citations.

Texts of articles, questions and answers reach the page only through `Markup.format`, which escapes
them: nothing that an article or a model says is ever read as HTML.
"""

from collections.abc import Collection, Iterable, Sequence

from markupsafe import Markup

from assistant.answer import Answer, AnswerSentence, Citation, CitedPassage
from ui.web.html.actions import render_actions
from ui.web.html.chips import render_chips
from ui.web.html.left_out import render_dropped, render_unanswered
from ui.web.i18n.words import Words
from ui.web.state.exchange import Exchange


def render_thread(
    exchanges: Sequence[Exchange],
    words: Words,
    welcome: Markup,
    translatable: Collection[str] = (),
) -> str:
    """The whole conversation, or `welcome` if it is empty.

    `translatable` are the ids of the exchanges whose quotations can be translated.
    """
    if not exchanges:
        return str(welcome)
    turns = (_turn(exchange, words, exchange.id in translatable) for exchange in exchanges)
    return str(_join(turns))


def render_welcome(words: Words, articles: int, examples: Sequence[str]) -> Markup:
    """The welcome before the first question; how to add articles if the store is empty."""
    if not articles:
        return Markup(
            '<section class="welcome"><h2>{}</h2><p>{}</p>'
            '<button type="button" class="add" data-do="articles">{}</button>'
            "<p>{}</p><pre><code>citera ingest PATH…</code></pre></section>"
        ).format(
            words.empty_store,
            words.empty_store_text,
            words.add_articles,
            words.or_terminal,
        )
    buttons = _join(
        Markup(
            '<li><button type="button" data-event="example_select" data-question="{0}">{0}</button>'
        ).format(question)
        for question in examples
    )
    shown = Markup('<h3>{}</h3><ul class="examples">{}</ul>').format(words.examples, buttons)
    return Markup('<section class="welcome"><h2>{}</h2><p>{}</p>{}</section>').format(
        words.welcome,
        words.welcome_text.format(articles=words.count_articles(articles)),
        shown if examples else "",
    )


def _turn(exchange: Exchange, words: Words, translatable: bool) -> Markup:
    turn = exchange.id
    return Markup(
        '<article class="turn is-{stage}" data-turn="{turn}" aria-busy="{busy}">'
        '<h2 class="question" dir="auto">{question}</h2>'
        "{cards}{status}"
        '<div class="answer" dir="auto"{lang}>{body}</div>{dropped}{actions}</article>'
    ).format(
        stage=exchange.stage,
        turn=turn,
        busy="true" if exchange.running else "false",
        question=exchange.question,
        cards=_cards(turn, exchange, words),
        status=_status(exchange, words),
        lang=Markup(' lang="{}"').format(exchange.answer.language) if exchange.answer else "",
        body=_body(turn, exchange, words),
        dropped=render_dropped(turn, exchange.answer, words) if exchange.answer else "",
        actions="" if exchange.running else render_actions(turn, exchange, words, translatable),
    )


def _status(exchange: Exchange, words: Words) -> Markup:
    """The status line: the current stage or the outcome, with the seconds taken."""
    label = getattr(words, exchange.stage) if exchange.stage != "done" else words.answered
    label = label.format(ahead=exchange.ahead)
    if exchange.stage == "done" and exchange.answer:
        quoted = all(sentence.quoted for sentence in exchange.answer.sentences)
        label = words.quoted if quoted else words.answered
    if exchange.answer and exchange.answer.status != "answered":
        label = words.not_found if exchange.answer.status == "not_found" else ""
    facts = [words.seconds.format(seconds=words.number(exchange.seconds))]
    if exchange.answer:
        facts.append(exchange.answer.model)
    only = words.only.format(limits=exchange.only) if exchange.only else ""
    return Markup(
        '<p class="status"><span class="dot"></span><span class="stage">{}</span>'
        '<span class="facts">{}</span><span class="only">{}</span></p>'
    ).format(label, " · ".join(facts) if exchange.seconds else "", only)


def _cards(turn: str, exchange: Exchange, words: Words) -> Markup:
    """The retrieved passages in a row of fixed height; those not cited are dimmed at the end."""
    if exchange.stage in ("waiting", "preparing", "searching"):
        return Markup('<ul class="cards" aria-hidden="true">{}</ul>').format(
            Markup('<li class="card blank"></li>') * 3
        )
    if exchange.answer and exchange.answer.status == "greeting":
        return Markup()
    if exchange.stage == "failed" and not exchange.passages:
        return Markup()  # it may have failed before it was searched for
    if not exchange.passages:
        return Markup('<p class="no-cards">{}</p>').format(words.found_none)
    cards = (
        _card(turn, number, passage, exchange.answer, words)
        for number, passage in enumerate(exchange.passages, start=1)
    )
    return Markup('<ul class="cards" aria-label="{}">{}</ul>').format(words.found, _join(cards))


def _card(
    turn: str, number: int, passage: CitedPassage, answer: Answer | None, words: Words
) -> Markup:
    dim = answer is not None and number not in cited_numbers(answer)
    quoted = _quoted_from(number, answer)
    facts = [passage.date, _pages(quoted, passage, words), _recognised(quoted, words)]
    return Markup(
        '<li><button type="button" class="card{dim}" data-event="select" data-turn="{turn}"'
        ' data-number="{number}" aria-label="{label}"><span class="card-head">'
        '<span class="no">{number}</span><span class="card-title">{title}</span>'
        '<span class="card-facts">{facts}</span></span>'
        '<span class="card-text" dir="auto"{lang}>{text}</span></button></li>'
    ).format(
        dim=" is-dim" if dim else "",
        turn=turn,
        number=number,
        label=words.open_source.format(number=number, title=passage.title),
        title=passage.title,
        facts=", ".join(fact for fact in facts if fact),
        lang=Markup(' lang="{}"').format(passage.language) if passage.language else "",
        text=" ".join(passage.text.split()),
    )


def _body(turn: str, exchange: Exchange, words: Words) -> Markup:
    """The answer, and below it the sentence that the model is writing; or its draft alone."""
    if not exchange.answer:
        return _draft(exchange, words)
    writing = _draft(exchange, words) if exchange.running and exchange.draft else Markup()
    return _answer(turn, exchange.answer, words) + writing


def _quoted_from(number: int, answer: Answer | None) -> list[Citation]:
    """The citations of a passage."""
    return [
        citation
        for sentence in (answer.sentences if answer else ())
        for citation in sentence.citations
        if citation.number == number
    ]


def _recognised(quoted: Sequence[Citation], words: Words) -> str | None:
    """With what certainty the quotes were recognised; None if none was."""
    certainties = [each.ocr_certainty for each in quoted if each.ocr_certainty is not None]
    return words.recognised_with(min(certainties)) if certainties else None


def _pages(quoted: Sequence[Citation], passage: CitedPassage, words: Words) -> str | None:
    """The pages, as printed, of the quotes from a passage; without any, where it begins."""
    labels = [label for citation in quoted for label in citation.page_labels]
    if not labels and passage.page is not None:
        labels = [passage.page_label or str(passage.page)]
    once = list(dict.fromkeys(labels))
    if len(once) < 2:
        return words.page.format(page=once[0]) if once else None
    return words.pages.format(pages=", ".join(once))


def _draft(exchange: Exchange, words: Words) -> Markup:
    """The unchecked draft of the answer, or the error."""
    if exchange.stage == "failed":
        cause = exchange.error or words.internal_error
        return Markup('<p class="error">{}</p>').format(cause)
    return Markup('<p class="draft">{}</p>').format(exchange.draft)


def _answer(turn: str, answer: Answer, words: Words) -> Markup:
    if not answer.sentences:
        body = Markup('<p class="not-found">{}</p>').format(answer.text)
    else:
        told = [sentence for sentence in answer.sentences if not sentence.quoted]
        quoted = [sentence for sentence in answer.sentences if sentence.quoted]
        # Beside the model's own words, quotations step back into a paragraph of their own.
        body = _paragraph(turn, told, answer, words, "") + _paragraph(
            turn, quoted, answer, words, "beside" if told else ""
        )
    notice = Markup('<p class="notice">{}</p>').format(answer.notice) if answer.notice else ""
    return body + render_unanswered(answer) + notice


def _paragraph(
    turn: str, sentences: Sequence[AnswerSentence], answer: Answer, words: Words, kind: str
) -> Markup:
    if not sentences:
        return Markup()
    shown = Markup(" ").join(_sentence(turn, each, answer, words) for each in sentences)
    return Markup('<p class="{}">{}</p>').format(kind, shown)


def _sentence(turn: str, sentence: AnswerSentence, answer: Answer, words: Words) -> Markup:
    """A sentence with a citation chip for each passage that it cites."""
    if not sentence.citations:
        return Markup('<span class="unproved" title="{}">{}</span>').format(
            words.no_quote, sentence.text
        )
    return Markup('<span class="sentence">{}{}{}</span>').format(
        _quotation(sentence) if sentence.quoted else sentence.text,
        render_chips(turn, sentence.citations, answer, words),
        _translation(sentence, words),
    )


def _quotation(sentence: AnswerSentence) -> Markup:
    """The quoted words, those that answer in bold.

    Their direction and their marks are those of their own language.
    """
    before, answering, after = sentence.citations[0].parts
    if not answering or f"{before}{answering}{after}" != sentence.text:
        return Markup('<q dir="auto">{}</q>').format(sentence.text)
    return Markup('<q dir="auto">{}<strong>{}</strong>{}</q>').format(before, answering, after)


def _translation(sentence: AnswerSentence, words: Words) -> Markup:
    if not sentence.translation:
        return Markup()
    return Markup('<span class="translation" dir="auto" title="{}">{}</span>').format(
        words.translated, sentence.translation
    )


def cited_numbers(answer: Answer) -> set[int]:
    """The numbers of the passages that an answer cites, from 1."""
    return {c.number for sentence in answer.sentences for c in sentence.citations}


def _join(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
