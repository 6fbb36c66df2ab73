"""Markdown export of an answer, with its quotes as footnotes."""

import re

from assistant.answer import Answer, Citation, CitedPassage
from assistant.compose.messages import part_not_found

# Punctuation that Markdown, or HTML inside it, would read as markup.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!])")


def export_markdown(answer: Answer) -> str:
    """The question as a heading, the answer with `[^n]` marks, and a footnote for each quote."""
    notes: dict[Citation, int] = {}
    sentences = []
    for sentence in answer.sentences:
        marks = (notes.setdefault(citation, len(notes) + 1) for citation in sentence.citations)
        marked = _plain(sentence.text) + "".join(f"[^{mark}]" for mark in marks)
        gloss = f" ({_plain(sentence.translation)})" if sentence.translation else ""
        sentences.append(marked + gloss)
    if sentences:
        missing = (part_not_found(answer.language, part) for part in answer.unanswered)
        sentences += map(_plain, missing)
    body = " ".join(sentences) or _plain(answer.text)
    passages = {passage.id: passage for passage in answer.passages}
    footnotes = [
        f"[^{mark}]: {_footnote(citation, passages[citation.passage_id])}"
        for citation, mark in notes.items()
    ]
    return "\n\n".join([f"## {_plain(answer.question)}", body, *footnotes]) + "\n"


def _footnote(citation: Citation, passage: CitedPassage) -> str:
    """The quote and its location: title, date, source, page and character offsets."""
    facts = [f"*{_plain(passage.title)}*", passage.date, passage.url or passage.source]
    facts = [facts[0], *(_plain(fact) for fact in facts[1:] if fact)]
    if citation.page_labels:
        facts.append(f"p. {', '.join(citation.page_labels)}")
    facts.append(f"{citation.start}–{citation.end}")
    return f"“{_plain(citation.quote)}” {', '.join(fact for fact in facts if fact)}"


def _plain(text: str) -> str:
    """The text on one line, with Markdown syntax escaped."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
