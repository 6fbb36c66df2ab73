"""The conversation as HTML: questions, found passages and answers with numbered citations.

Texts of articles, questions and answers reach the page only through `Markup.format`, which escapes
them: nothing that an article or a model says is ever read as HTML.
"""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from assistant.answer import Answer, AnswerSentence, Citation, CitedPassage
from ui.exchange import Exchange
from ui.export import export_markdown
from ui.i18n import Words

_ICONS = {
    "copy": "M8 8h11v12H8zM5 16V4h11",
    "export": "M12 4v11M8 11l4 4 4-4M5 20h14",
    "retry": "M19 12a7 7 0 1 1-2-5l2 2M19 4v5h-5",
    "edit": "M4 20l1-4L16 5l3 3L8 19zM13 8l3 3",
    "good": "M8 11l4-7c2 0 2.5 1 2 3l-.6 3H19c1.5 0 2 1 1.7 2.3l-1.2 5.5"
    "c-.3 1.4-1 2.2-2.5 2.2H8zM4 11h4v9H4z",
    "bad": "M8 13l4 7c2 0 2.5-1 2-3l-.6-3H19c1.5 0 2-1 1.7-2.3l-1.2-5.5"
    "c-.3-1.4-1-2.2-2.5-2.2H8zM4 13h4V4H4z",
}


def render_thread(exchanges: Sequence[Exchange], words: Words, welcome: Markup) -> str:
    """The whole conversation, or `welcome` where nothing has been asked yet."""
    if not exchanges:
        return str(welcome)
    turns = (_turn(index, exchange, words) for index, exchange in enumerate(exchanges))
    return str(_join(turns))


def render_welcome(words: Words, articles: int, examples: Sequence[str]) -> Markup:
    """What the page shows before the first question; explains itself when the store is empty."""
    if not articles:
        return Markup(
            '<section class="welcome"><h2>{}</h2><p>{}</p>'
            "<pre><code>citera ingest PATH…</code></pre></section>"
        ).format(words.empty_store, words.empty_store_text)
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


def _turn(index: int, exchange: Exchange, words: Words) -> Markup:
    return Markup(
        '<article class="turn is-{stage}" data-turn="{index}" aria-busy="{busy}">'
        '<h2 class="question" dir="auto">{question}</h2>'
        "{cards}{status}"
        '<div class="answer" dir="auto"{lang}>{body}</div>{actions}</article>'
    ).format(
        stage=exchange.stage,
        index=index,
        busy="true" if exchange.running else "false",
        question=exchange.question,
        cards=_cards(index, exchange, words),
        status=_status(exchange, words),
        lang=Markup(' lang="{}"').format(exchange.answer.language) if exchange.answer else "",
        body=_answer(index, exchange.answer, words) if exchange.answer else _draft(exchange),
        actions="" if exchange.running else _actions(index, exchange, words),
    )


def _status(exchange: Exchange, words: Words) -> Markup:
    """One honest line: what is being done, or how it ended, with the time it took."""
    label = getattr(words, exchange.stage) if exchange.stage != "done" else words.answered
    if exchange.answer and exchange.answer.status == "not_found":
        label = words.not_found
    facts = [words.seconds.format(seconds=words.number(exchange.seconds))]
    if exchange.answer:
        facts.append(exchange.answer.model)
    return Markup(
        '<p class="status"><span class="dot"></span>{}<span class="facts">{}</span></p>'
    ).format(label, " · ".join(facts) if exchange.seconds else "")


def _cards(turn: int, exchange: Exchange, words: Words) -> Markup:
    """The passages found, in one row of fixed height; those not cited step back at the end."""
    if exchange.stage == "searching":
        return Markup('<ul class="cards" aria-hidden="true">{}</ul>').format(
            Markup('<li class="card blank"></li>') * 3
        )
    if not exchange.passages:
        return Markup('<p class="no-cards">{}</p>').format(words.found_none)
    cited = cited_numbers(exchange.answer) if exchange.answer else None
    cards = (
        _card(turn, number, passage, cited is not None and number not in cited, words)
        for number, passage in enumerate(exchange.passages, start=1)
    )
    return Markup('<ul class="cards" aria-label="{}">{}</ul>').format(words.found, _join(cards))


def _card(turn: int, number: int, passage: CitedPassage, dim: bool, words: Words) -> Markup:
    facts = [passage.date, words.page.format(page=passage.page) if passage.page else None]
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


def _draft(exchange: Exchange) -> Markup:
    """The answer as the model writes it, set apart until it is checked."""
    if exchange.error:
        return Markup('<p class="error">{}</p>').format(exchange.error)
    return Markup('<p class="draft">{}</p>').format(exchange.draft)


def _answer(turn: int, answer: Answer, words: Words) -> Markup:
    if answer.status == "not_found" or not answer.sentences:
        body = Markup('<p class="not-found">{}</p>').format(answer.text)
    else:
        body = Markup("<p>{}</p>").format(
            Markup(" ").join(
                _sentence(turn, sentence, answer, words) for sentence in answer.sentences
            )
        )
    if not answer.notice:
        return body
    return body + Markup('<p class="notice">{}</p>').format(answer.notice)


def _sentence(turn: int, sentence: AnswerSentence, answer: Answer, words: Words) -> Markup:
    """A sentence followed by a chip for each passage that it cites."""
    if not sentence.citations:
        return Markup('<span class="unproved" title="{}">{}</span>').format(
            words.no_quote, sentence.text
        )
    chips = (
        _chip(turn, [c for c in sentence.citations if c.number == number], answer, words)
        for number in dict.fromkeys(citation.number for citation in sentence.citations)
    )
    return Markup('<span class="sentence">{}<span class="cites">{}</span></span>').format(
        sentence.text, _join(chips)
    )


def _chip(turn: int, quotes: Sequence[Citation], answer: Answer, words: Words) -> Markup:
    """The number of a passage, holding what it shows when hovered and opens when clicked."""
    number = quotes[0].number
    title = answer.passages[number - 1].title
    return Markup(
        '<button type="button" class="cite" data-event="select" data-turn="{turn}"'
        ' data-number="{number}" data-start="{start}" data-end="{end}" data-quote="{quote}"'
        ' data-title="{title}" aria-label="{label}">{number}</button>'
    ).format(
        turn=turn,
        number=number,
        start=quotes[0].start,
        end=quotes[0].end,
        quote=" … ".join(" ".join(citation.quote.split()) for citation in quotes),
        title=title,
        label=words.source_of.format(number=number, title=title),
    )


def _actions(turn: int, exchange: Exchange, words: Words) -> Markup:
    """The row of small buttons under an answer, and the box for a comment once it is judged."""
    acts = [("retry", "event"), ("edit", "event")]
    if exchange.answer:
        acts = [("copy", "do"), ("export", "do"), *acts]
    buttons = [_button(act, kind, turn, words) for act, kind in acts]
    if exchange.answer:
        buttons += [
            _button(name, "event", turn, words, event="like", on=exchange.liked is liked)
            for name, liked in (("good", True), ("bad", False))
        ]
    comment = "" if exchange.liked is None else _comment(turn, exchange, words)
    markdown = export_markdown(exchange.answer) if exchange.answer else ""
    return Markup('<div class="actions" data-markdown="{}">{}{}</div>').format(
        markdown, _join(buttons), comment
    )


def _button(
    name: str, kind: str, turn: int, words: Words, event: str | None = None, on: bool = False
) -> Markup:
    """An icon that the page's script handles (`do`) or that is sent to the server (`event`)."""
    return Markup(
        '<button type="button" class="{on}" data-{kind}="{act}" data-turn="{turn}"'
        ' data-name="{name}" title="{label}" aria-label="{label}" aria-pressed="{pressed}">'
        '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{path}"/></svg></button>'
    ).format(
        on="is-on" if on else "",
        kind=kind,
        act=event or name,
        turn=turn,
        name=name,
        label=getattr(words, name),
        pressed="true" if on else "false",
        path=_ICONS[name],
    )


def _comment(turn: int, exchange: Exchange, words: Words) -> Markup:
    """Thanks for a judgement, and a place to say more; once said, only the thanks."""
    if exchange.comment is not None:
        return Markup('<span class="thanks" role="status">{}</span>').format(words.thanks)
    return Markup(
        '<input class="comment" data-turn="{}" maxlength="1000" placeholder="{}" aria-label="{}">'
    ).format(turn, words.comment, words.comment)


def cited_numbers(answer: Answer) -> set[int]:
    """The numbers of the passages that an answer cites."""
    return {c.number for sentence in answer.sentences for c in sentence.citations}


def _join(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
