"""Comparison of two runs in words: its sentences, and all of it for the terminal."""

from collections.abc import Sequence

from assistant.text.printable import printable_line
from eval.report.compare import Change, Comparison, significant_change
from eval.report.glossary import in_groups
from eval.run.diagnosis import MEANINGS

SIGNIFICANCE = (
    "Better or worse is said where the 95 % interval of the difference leaves out 0 and six or more"
    " questions differ; of twenty metrics, one does so by chance."
)


def render(comparison: Comparison) -> str:
    """Comparison as plain text for the terminal."""
    between = f"From {comparison.first} to {comparison.second}: {common(comparison)}"
    lines = [printable_line(between)]
    lines += ["", f"  {'':<44}{'first':>6}{'second':>8}   difference (95 % interval)"]
    for title, metrics in in_groups(comparison.differences):
        lines.append(title)
        for each in metrics:
            found = comparison.differences[each.name]
            label = each.label + (" (lower is better)" if each.lower_is_better else "")
            interval = f"{found.value:+.3f} ({found.low:+.3f} to {found.high:+.3f})"
            row = f"  {label:<44}{found.first:6.3f}{found.second:8.3f}   {interval:<28}"
            lines.append((row + significant_change(each.name, found)).rstrip())
    lines += ["", SIGNIFICANCE, "", *filter(None, (tally(comparison), changed_answers(comparison)))]
    lines += _listed("Better", comparison.better) + _listed("Worse", comparison.worse)
    return "\n".join(lines + _listed("Wrong in another way", comparison.otherwise)) + "\n"


def common(comparison: Comparison) -> str:
    """Sentence with the number of questions that are compared."""
    said = [f"{comparison.common} questions in both"]
    if comparison.only_first:
        said.append(f"{comparison.only_first} in the first only")
    if comparison.only_second:
        said.append(f"{comparison.only_second} in the second only")
    if comparison.reworded:
        said.append(f"{comparison.reworded} with another text or gold")
    return ", ".join(said) + "."


def tally(comparison: Comparison) -> str:
    """Sentence with the number of questions that became right or wrong, and the p-value."""
    better, worse = len(comparison.better), len(comparison.worse)
    if not better and not worse:
        return "No question became right or wrong."
    noise = "more than chance" if comparison.chance < 0.05 else "may be chance"
    chance = f"p = {comparison.chance:.3f}" if comparison.chance >= 0.001 else "p < 0.001"
    return f"{better} became right, {worse} became wrong: {noise} (McNemar's exact test, {chance})."


def changed_answers(comparison: Comparison) -> str:
    """Sentence with the number of answers that changed; empty if a run is of retrieval only."""
    changed = comparison.answers_changed
    if not comparison.answers:
        return ""
    counted = "1 answer" if changed == 1 else f"{changed} answers"
    return f"{counted} changed in text or cited spans, of {comparison.answers}."


def _listed(title: str, changes: Sequence[Change]) -> list[str]:
    if not changes:
        return []
    rows = [
        printable_line(
            f"  {each.question.id}  {MEANINGS[each.before][0]} → {MEANINGS[each.after][0]}"
            f"  {each.question.question}"
        )
        for each in changes
    ]
    return ["", f"{title} ({len(changes)})", *rows]
