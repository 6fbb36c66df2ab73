"""Markdown export of an answer, with its quotes as footnotes."""

from assistant.answer import Answer, Citation, CitedPassage
from assistant.compose.messages import part_not_found
from assistant.text.markdown import escape_markdown
from ui.web.i18n.en import ENGLISH


def export_markdown(answer: Answer) -> str:
    """The question as a heading, the answer with `[^n]` marks, and a footnote for each quote."""
    notes: dict[Citation, int] = {}
    sentences = []
    for sentence in answer.sentences:
        marks = (notes.setdefault(citation, len(notes) + 1) for citation in sentence.citations)
        marked = escape_markdown(sentence.text) + "".join(f"[^{mark}]" for mark in marks)
        gloss = f" ({escape_markdown(sentence.translation)})" if sentence.translation else ""
        sentences.append(marked + gloss)
    if sentences:
        missing = (part_not_found(answer.language, part) for part in answer.unanswered)
        sentences += map(escape_markdown, missing)
    body = " ".join(sentences) or escape_markdown(answer.text)
    passages = {passage.id: passage for passage in answer.passages}
    footnotes = [
        f"[^{mark}]: {_footnote(citation, passages[citation.passage_id])}"
        for citation, mark in notes.items()
    ]
    return "\n\n".join([f"## {escape_markdown(answer.question)}", body, *footnotes]) + "\n"


def _footnote(citation: Citation, passage: CitedPassage) -> str:
    """The quote and its location: title, date, source, page and character offsets."""
    facts = [f"*{escape_markdown(passage.title)}*", passage.date, passage.url or passage.source]
    facts = [facts[0], *(escape_markdown(fact) for fact in facts[1:] if fact)]
    if citation.page_labels:
        facts.append(f"p. {escape_markdown(', '.join(citation.page_labels))}")
    if citation.ocr_certainty is not None:
        facts.append(ENGLISH.recognised_with(citation.ocr_certainty))
    facts.append(f"{citation.start}–{citation.end}")
    return f"“{escape_markdown(citation.quote)}” {', '.join(fact for fact in facts if fact)}"
