"""HTML of the passages found for a question: a card each, dimmed where it is not cited."""

from collections.abc import Sequence

from markupsafe import Markup

from assistant.answer import Answer, Citation, CitedPassage
from ui.web.i18n.words import Words
from ui.web.state.exchange import Exchange


def render_cards(turn: str, exchange: Exchange, words: Words) -> Markup:
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
    return Markup('<ul class="cards" aria-label="{}">{}</ul>').format(
        words.found, Markup("").join(cards)
    )


def _card(
    turn: str, number: int, passage: CitedPassage, answer: Answer | None, words: Words
) -> Markup:
    dim = answer is not None and number not in _cited_numbers(answer)
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


def _cited_numbers(answer: Answer) -> set[int]:
    """The numbers of the passages that an answer cites, from 1."""
    return {c.number for sentence in answer.sentences for c in sentence.citations}
