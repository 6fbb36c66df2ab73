"""Packaged test sets: their questions, and the articles to ask them of."""

from dataclasses import dataclass, replace
from pathlib import Path

from eval.datasets.json_lines import read_json_lines
from eval.datasets.questions import TestQuestion
from ingest import sample_article_path
from vectorstore.errors import CiteraError

DATA = Path(__file__).parents[1] / "data"
NAMES = ("article", "several", "conversations")
FITTED = ("article", "several")
"""Test sets to whose dev splits the calibration is fitted."""


@dataclass(frozen=True)
class QuestionSet:
    """Test set: questions, and the files of the articles to ask them of."""

    name: str
    articles: tuple[Path, ...]
    questions: tuple[TestQuestion, ...]

    def of_split(self, split: str | None) -> "QuestionSet":
        """Questions of one split, `dev` or `test`; all for None."""
        chosen = tuple(q for q in self.questions if split in (None, q.split))
        return replace(self, questions=chosen)

    def sample(self, count: int | None) -> "QuestionSet":
        """Sample of at most `count` questions, evenly spaced; all for None."""
        there = len(self.questions)
        if count is None or count >= there:
            return self
        chosen = tuple(self.questions[number * there // count] for number in range(count))
        return replace(self, questions=chosen)


def load_set(name: str) -> QuestionSet:
    """Load a packaged test set.

    `article` is about the sample article and `several` about seven articles; `conversations` asks
    follow-up questions about groups of similar articles. Raises `CiteraError` for any other name.
    """
    if name not in NAMES:
        raise CiteraError(f"There is no test set {name!r}. Choose one of: {', '.join(NAMES)}.")
    questions = tuple(read_json_lines(DATA / f"{name}.jsonl", TestQuestion))
    return QuestionSet(name, _articles_of(name), questions)


def _articles_of(name: str) -> tuple[Path, ...]:
    if name == "conversations":
        return tuple(sorted((DATA / name).iterdir()))
    others = sorted((DATA / "articles").iterdir()) if name == "several" else []
    return (sample_article_path(), *others)
