"""HTML of dropped sentences and of unanswered parts of a question."""

from markupsafe import Markup

from assistant.answer import Answer, DroppedSentence
from assistant.compose.messages import part_not_found
from ui.web.html.chips import render_chips
from ui.web.i18n.words import Words


def render_dropped(turn: str, answer: Answer, words: Words) -> Markup:
    """The dropped sentences of an answer, each with the reason, in a collapsed list."""
    if not answer.dropped:
        return Markup()
    rows = Markup("").join(_row(turn, sentence, answer, words) for sentence in answer.dropped)
    return Markup('<details class="dropped"><summary>{}</summary><ul>{}</ul></details>').format(
        words.dropped.format(count=len(answer.dropped)), rows
    )


def render_unanswered(answer: Answer) -> Markup:
    """A notice for each part of the question that no article answers."""
    if not answer.sentences:
        return Markup()  # an answer that was not found says so as a whole
    return Markup("").join(
        Markup('<p class="not-found">{}</p>').format(part_not_found(answer.language, part))
        for part in answer.unanswered
    )


def _row(turn: str, sentence: DroppedSentence, answer: Answer, words: Words) -> Markup:
    return Markup('<li><span dir="auto">{}</span>{} <small>{}</small></li>').format(
        sentence.text,
        render_chips(turn, sentence.citations, answer, words),
        getattr(words, sentence.reason),
    )
