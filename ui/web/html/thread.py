"""HTML of a conversation: questions, retrieved passages and answers with citations.

Texts of articles, questions and answers reach the page only through `Markup.format`, which escapes
them: nothing that an article or a model says is ever read as HTML.
"""

from collections.abc import Collection, Iterable, Sequence

from markupsafe import Markup

from assistant.answer import Answer, AnswerSentence
from ui.web.html.actions import render_actions
from ui.web.html.cards import render_cards
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
        cards=render_cards(turn, exchange, words),
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


def _body(turn: str, exchange: Exchange, words: Words) -> Markup:
    """The answer, and below it the sentence that the model is writing; or its draft alone."""
    if not exchange.answer:
        return _draft(exchange, words)
    writing = _draft(exchange, words) if exchange.running and exchange.draft else Markup()
    return _answer(turn, exchange.answer, words) + writing


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


def _join(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
