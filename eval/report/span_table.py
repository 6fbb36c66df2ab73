"""Terminal table with the scores of a span reader."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from eval.datasets.span_questions import SpanQuestions
from eval.metrics.spans import SpanScores


def print_spans(files: Sequence[SpanQuestions], scores: Mapping[str, SpanScores]) -> None:
    """Print the scores of the questions of some files, by language of the paragraphs."""
    table = Table(box=None, pad_edge=False)
    heads = ("questions → paragraphs", "answerable", "exact match", "F1", "unanswerable", "AUC")
    for head in heads:
        table.add_column(head, justify="left" if head == heads[0] else "right")
    for language, each in scores.items():
        asked = sorted({file.asked for file in files if file.language == language})
        table.add_row(
            f"{', '.join(asked)} → {language}",
            str(each.answerable),
            _share(each.exact_match),
            _share(each.f1),
            str(each.unanswerable),
            _share(each.auc),
        )
    Console(highlight=False).print(table)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
