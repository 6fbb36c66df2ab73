"""Questions of SQuAD files for a span reader, each with its paragraph and its gold answers."""

from dataclasses import dataclass
from pathlib import Path

from eval.datasets.squad_file import read_parallel_squad, read_squad
from vectorstore.errors import CiteraError


@dataclass(frozen=True)
class SpanQuestion:
    """Question of a SQuAD file, the paragraph to read, and the gold answers, if it has any."""

    question: str
    context: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class SpanQuestions:
    """Questions of a SQuAD file, to be read each with its paragraph.

    `asked` and `language` are the ISO 639-1 codes of the questions and of the paragraphs.
    """

    name: str
    asked: str
    language: str
    questions: tuple[SpanQuestion, ...]


def read_span_questions(path: Path, wordings: Path | None = None) -> SpanQuestions:
    """Read the questions of a SQuAD file with their paragraphs.

    `wordings` is a parallel file that has the questions in another language; those that it lacks
    are left out. Raises `CiteraError` as `load_squad` does.
    """
    own = read_squad(path)
    worded = read_parallel_squad(wordings, own, path) if wordings else own
    asked = worded.by_id()
    questions = tuple(
        SpanQuestion(asked[each.id].question.strip(), paragraph.context, tuple(each.gold_texts()))
        for paragraph in own.paragraphs()
        for each in paragraph.asked
        if each.id in asked
    )
    if not questions:
        raise CiteraError(f"{wordings or path} has no question of {path}, by id.")
    return SpanQuestions(path.stem, worded.asked_in(), own.written_in(), questions)
