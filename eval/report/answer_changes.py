"""Changed answers: whether the answer to a question reads differently in another run."""

from assistant.answer import Answer, Citation
from eval.run.grading import SourceSpan, file_name
from eval.run.outcomes import Outcome


def is_answer_changed(before: Outcome, after: Outcome) -> bool:
    """Whether the text of the answer, its translations or its cited spans differ.

    Articles are matched by their file names, as their ids depend on the folder that they are in.
    An answer that exists in one run only, as after a fault, counts as changed.
    """
    return _shown(before.answer) != _shown(after.answer)


def _shown(answer: Answer | None) -> object:
    if answer is None:
        return None
    sources = {passage.id: file_name(passage.source) for passage in answer.passages}
    sentences = [
        (each.text, each.translation, [_span(citation, sources) for citation in each.citations])
        for each in answer.sentences
    ]
    return answer.status, answer.text, sentences


def _span(citation: Citation, sources: dict[str, str]) -> SourceSpan:
    return SourceSpan(sources[citation.passage_id], citation.start, citation.end)
