"""HTML of citations: numbered chips with their quotes."""

from collections.abc import Sequence

from markupsafe import Markup

from assistant.answer import Answer, Citation
from ui.web.i18n.words import Words


def render_chips(turn: str, citations: Sequence[Citation], answer: Answer, words: Words) -> Markup:
    """A chip for each cited passage, in the order of the citations."""
    chips = (
        _chip(turn, [c for c in citations if c.number == number], answer, words)
        for number in dict.fromkeys(citation.number for citation in citations)
    )
    return Markup('<span class="cites">{}</span>').format(Markup("").join(chips))


def _chip(turn: str, quotes: Sequence[Citation], answer: Answer, words: Words) -> Markup:
    """The chip of a passage: its number, its quotes for hovering, its offsets for clicking."""
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
