"""What is searched to record features: XQuAD by language, XQuAD mixed, and the packaged sets."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.datasets.questions import TestQuestion
from eval.datasets.sets import FITTED, QuestionSet, load_set
from eval.datasets.squad import SquadFiles, load_squad

_SEED = 5
MIXED = "xquad.mixed"
"""Each paragraph in one language, drawn at random."""
OFF_TOPIC = ".off-topic"
"""End of the name of a corpus that is asked the questions of another one."""


@dataclass(frozen=True)
class Corpus:
    """Articles, and the questions to ask of them, each with its group."""

    name: str
    articles: tuple[Path, ...]
    questions: tuple[tuple[str, TestQuestion], ...]


def corpora(files: Sequence[Path], count: int, folder: Path) -> Iterator[Corpus]:
    """The corpora made of parallel SQuAD files and of the packaged dev splits.

    `count` questions are taken of each file, a third of them for those about something else; the
    articles are written to `folder`.
    """
    asked_of: dict[tuple[Path, Path], QuestionSet] = {}
    for held in files:
        place = folder / held.stem
        place.mkdir()
        for asked in files:
            asked_of[held, asked] = load_squad(SquadFiles(held, asked), place).sample(count)
        sets = [asked_of[held, asked] for asked in files]
        yield Corpus(held.stem, sets[0].articles, _grouped(sets))
    yield _mixed(files, asked_of)
    elsewhere = [_off_topic(asked_of[file, file].sample(count // 3)) for file in files]
    for name in FITTED:
        dev = load_set(name).of_split("dev")
        yield Corpus(name, dev.articles, _grouped([dev]))
        yield Corpus(f"{name}{OFF_TOPIC}", dev.articles, _grouped(elsewhere))


def _mixed(files: Sequence[Path], asked_of: dict[tuple[Path, Path], QuestionSet]) -> Corpus:
    chance = random.Random(_SEED)
    names = [path.name for path in asked_of[files[0], files[0]].articles]
    kept = {name: chance.choice(files) for name in names}
    articles = [
        path for held in files for path in asked_of[held, held].articles if kept[path.name] == held
    ]
    questions = [
        (group, question)
        for (held, _), each in asked_of.items()
        for group, question in _grouped([each])
        if kept[group] == held
    ]
    return Corpus(MIXED, tuple(articles), tuple(questions))


def _grouped(sets: Sequence[QuestionSet]) -> tuple[tuple[str, TestQuestion], ...]:
    """Questions that stand alone, by the paragraph that answers, or else by their number."""
    return tuple(
        (_group(question), question)
        for each in sets
        for question in each.questions
        if not question.history
    )


def _group(question: TestQuestion) -> str:
    sources = [proof.source for fact in question.facts for proof in fact.evidence]
    is_squad = bool(sources) and sources[0].startswith("paragraph-")
    return sources[0] if is_squad else question.id.rpartition("-")[0] or question.id


def _off_topic(questions: QuestionSet) -> QuestionSet:
    """The same questions, of articles that have nothing to do with them."""
    asked = tuple(
        question.model_copy(update={"facts": (), "kind": "off-topic"})
        for question in questions.questions
    )
    return QuestionSet(questions.name, (), asked)
