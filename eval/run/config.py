"""`RunConfig`: what a run is of, and the fingerprint by which one that was broken off is found."""

import hashlib
import json
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from assistant import Settings
from eval.datasets.sets import QuestionSet

_SETTINGS = (
    "embeddings query_prompt passage_prompt threads top_k max_answer_tokens"
    " hosted_sentences hosted_answer_tokens history_tokens reranker"
).split()

Option = str | int | float | bool | None


@dataclass(frozen=True)
class RunConfig:
    """Configuration of a run: the test set, the settings, and what is evaluated."""

    questions: QuestionSet
    settings: Settings
    judge: str = "local"
    retrieval_only: bool = False
    split: str | None = None
    options: dict[str, Option] = field(default_factory=dict)
    """Further options that distinguish the run, such as how its questions were chosen."""

    def described(self) -> dict[str, Option]:
        """Everything that the results depend on, except the questions, articles and code."""
        chosen: dict[str, Option] = {
            "judge": self.judge,
            "retrieval_only": self.retrieval_only,
            "model": None if self.retrieval_only else self.settings.model,
        }
        return {
            **chosen,
            **{name: getattr(self.settings, name) for name in _SETTINGS},
            **self.options,
        }

    def fingerprint(self) -> str:
        """Hash of everything that the results depend on: 16 hexadecimal digits."""
        digest = hashlib.sha256(json.dumps(self.described(), sort_keys=True).encode())
        for question in self.questions.questions:
            digest.update(question.model_dump_json().encode())
        for path in chain(self.questions.articles, _code()):
            digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()[:16]


def _code() -> list[Path]:
    """Source files that the results depend on."""
    root = Path(__file__).parents[2]
    packages = ("assistant", "eval", "ingest", "vectorstore")
    return sorted(path for name in packages for path in (root / name).rglob("*.py"))
