"""Test sets from SQuAD files, versions 1.1 and 2.0 (Rajpurkar et al. 2016, 2018).

Each paragraph becomes an article. Files that are translations of one another, with the same
question ids, can be combined to evaluate across languages.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.datasets.questions import Fact, GoldEvidence, TestQuestion
from eval.datasets.sets import QuestionSet
from eval.datasets.squad_file import (
    SquadAnswer,
    SquadFile,
    SquadParagraph,
    SquadQuestion,
    read_parallel_squad,
    read_squad,
)
from ingest import read_articles
from vectorstore.errors import CiteraError

_SEED = 20200116


@dataclass(frozen=True)
class SquadFiles:
    """SQuAD files of a test set. `paragraphs` has the articles, and whatever the others lack.

    `questions` has the wording of the questions in another language, and `answers` further gold
    answers, both matched by id. `hidden` is the share of the paragraphs, 0 to 1, that are removed,
    which makes their questions unanswerable.
    """

    paragraphs: Path
    questions: Path | None = None
    answers: Path | None = None
    hidden: float = 0.0


def load_squad(sources: SquadFiles, folder: Path) -> QuestionSet:
    """Load a test set from SQuAD files; its articles are written to `folder`, one file each.

    Raises `CiteraError` if a file is not in SQuAD's format, or if the questions of the files cannot
    be matched.
    """
    own = read_squad(sources.paragraphs)
    wordings, answers = (
        read_parallel_squad(path, own, sources.paragraphs) if path else own
        for path in (sources.questions, sources.answers)
    )
    golds = [own, answers] if sources.answers else [own]
    paragraphs = own.paragraphs()
    hidden = _hidden(len(paragraphs), sources.hidden)
    maker = _QuestionBuilder(wordings, golds)
    articles, questions = [], []
    for number, paragraph in enumerate(paragraphs):
        path = None if number in hidden else folder / f"paragraph-{number:06}.txt"
        if path:
            path.write_text(paragraph.context, encoding="utf-8")
            articles.append(path)
        questions += list(maker.questions(paragraph, path))
    if not questions:
        raise CiteraError(f"{sources.questions} has no question of {sources.paragraphs}, by id.")
    return QuestionSet(sources.paragraphs.stem, tuple(articles), tuple(questions))


class _QuestionBuilder:
    """Builds test questions from the entries of parallel files."""

    def __init__(self, wordings: SquadFile, golds: Sequence[SquadFile]) -> None:
        self._wordings = wordings.by_id()
        self._language = wordings.asked_in()
        self._golds = [(gold.written_in(), gold.by_id()) for gold in golds]

    def questions(self, paragraph: SquadParagraph, path: Path | None) -> Iterator[TestQuestion]:
        """Test questions of a paragraph; `path` is its article's file, None if it is hidden."""
        text = next(read_articles(path)).text if path else ""
        for asked in paragraph.asked:
            if asked.id in self._wordings:
                yield self._question(asked, path, text)

    def _question(self, asked: SquadQuestion, path: Path | None, text: str) -> TestQuestion:
        answered = path is not None and not asked.is_impossible and asked.answers
        return TestQuestion(
            id=asked.id,
            language=self._language,
            kind="factual" if answered else "true-elsewhere" if path is None else "false-premise",
            split="test",
            question=self._wordings[asked.id].question.strip(),
            facts=(self._fact(asked, path, text),) if path and answered else (),
            note="" if path else "The paragraph that answers is taken out.",
        )

    def _fact(self, asked: SquadQuestion, path: Path, text: str) -> Fact:
        answers: dict[str, tuple[str, ...]] = {}
        for language, gold in self._golds:
            texts = [each.text for each in gold[asked.id].answers] if asked.id in gold else []
            answers[language] = tuple(dict.fromkeys((*answers.get(language, ()), *texts)))
        spans = {_locate(each, text) for each in asked.answers}
        return Fact(
            answers=answers,
            evidence=tuple(
                GoldEvidence(source=path.name, start=start, end=end, quote=text[start:end])
                for start, end in sorted(spans)
            ),
        )


def _locate(answer: SquadAnswer, text: str) -> tuple[int, int]:
    """Span of an answer in the ingested text, whose white space may differ from the file's.

    The span is the whole text if the answer is not found.
    """
    words = r"\s+".join(map(re.escape, answer.text.split()))
    found = [match.span() for match in re.finditer(words, text)] if words else []
    return min(found, key=lambda span: abs(span[0] - answer.answer_start), default=(0, len(text)))


def _hidden(count: int, share: float) -> set[int]:
    """Indices of the paragraphs that are removed, the same ones every time."""
    return set(random.Random(_SEED).sample(range(count), round(count * share)))
