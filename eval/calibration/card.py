"""Writes `docs/calibration.md`: each fitted number with its data, its size and its error."""

import ast
import inspect
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from assistant.calibration import CALIBRATION
from eval.calibration.origins import ORIGINS
from eval.calibration.records import SearchRecord
from eval.calibration.tasks import Refit
from eval.calibration.thresholds import Diversity

_HEAD = """# Calibration

Written by `python -m eval.calibration.fit --date {date}`; do not edit. The numbers in use are those
of `assistant/calibration.py` and `vectorstore/calibration.py`, fitted for the packaged embedding
model. A value is fitted again from recorded features of real searches, without a model;
`python -m eval.calibration.record` records them. A refit that differs is not in use: to adopt it,
change the dataclass and replay or evaluate the answers.
"""
_CORPORA = """`xquad.en` and the like are the 240 paragraphs of XQuAD in one language, asked the
same number of questions in each of three; `xquad.mixed` has each paragraph in one of them, drawn at
random. `article` and `several` are the dev splits of the packaged sets, without follow-up
questions; those that end in `.off-topic` were asked XQuAD's questions. The 20 best candidates by
the values in use are recorded, so a refit can only put these in another order. The values in use
were chosen on parts of the same sets: only refitted values are measured on texts that they have not
seen.
"""


@dataclass(frozen=True)
class Report:
    """All that the card tells."""

    date: str
    records: Sequence[SearchRecord]
    refits: Sequence[Refit]
    diversity: Sequence[Diversity]


def card(report: Report) -> str:
    """The card as Markdown."""
    parts = [
        _HEAD.format(date=report.date),
        _data(report.records),
        _numbers(report.refits),
        _errors(report.refits),
        _diversity(report.diversity),
    ]
    return "\n".join(parts)


def numbers_in_use(home: Any = CALIBRATION, path: str = "") -> Iterator[tuple[str, float, str]]:
    """Path, value and description of every field of a calibration."""
    described = _descriptions(type(home))
    for field in fields(home):
        value = getattr(home, field.name)
        if is_dataclass(value):
            yield from numbers_in_use(value, f"{path}{field.name}.")
        else:
            yield f"{path}{field.name}", value, described[field.name]


def _descriptions(home: type) -> dict[str, str]:
    """The docstring of each field of a dataclass, on one line."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(home))).body
    assert isinstance(tree, ast.ClassDef)
    found = {}
    for field, below in zip(tree.body, tree.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            said = below.value if isinstance(below, ast.Expr) else None
            text = said.value if isinstance(said, ast.Constant) else ""
            found[field.target.id] = " ".join(str(text).split())
    return found


def _data(records: Sequence[SearchRecord]) -> str:
    asked = Counter(each.corpus for each in records)
    answerable = Counter(each.corpus for each in records if each.is_answerable)
    rows = [(name, count, answerable[name]) for name, count in asked.items()]
    heads = ("corpus", "questions", "of them answerable")
    return f"## Data\n\n{_CORPORA}\n" + _table(heads, rows)


def _numbers(refits: Sequence[Refit]) -> str:
    refitted = {name: value for refit in refits for name, value in refit.values.items()}
    rows = [
        (f"`{path}`", _number(value), _refitted(path, refitted), about, ORIGINS[path])
        for path, value, about in numbers_in_use()
    ]
    heads = ("number", "in use", "refitted", "what it is", "what the value in use was chosen on")
    return "## Numbers\n\n" + _table(heads, rows)


def _refitted(path: str, refitted: dict[str, float]) -> str:
    name = path.rpartition(".")[2]
    return _number(refitted[name]) if name in refitted else "–"


def _errors(refits: Sequence[Refit]) -> str:
    rows = [
        (
            ", ".join(f"`{name}`" for name in refit.values) if not number else "",
            f"{refit.data}; least {refit.objective}" if not number else "",
            refit.questions if not number else "",
            name,
            f"{in_use:.3f}",
            f"{again:.3f}",
        )
        for refit in refits
        for number, (name, (in_use, again)) in enumerate(refit.measures.items())
    ]
    heads = ("numbers", "data and objective", "questions", "measure", "in use", "refitted")
    about = (
        "Refitted values are measured on each fifth of the texts as fitted on the others. Each fit"
        " leaves\nall other numbers as they are in use.\n"
    )
    return f"## Error of the fits\n\n{about}\n" + _table(heads, rows)


def _diversity(rows: Sequence[Diversity]) -> str:
    heads = ("`evidence.repeated_penalty`", "gold among the first four sentences", "their articles")
    shown = [
        (_number(each.value), f"{each.among_four:.3f}", f"{each.articles:.2f}") for each in rows
    ]
    about = "Paragraphs in three languages, and the dev split of `several`.\n"
    return f"## Room for other articles\n\n{about}\n" + _table(heads, shown)


def _table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".") or "0"
