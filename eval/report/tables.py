"""Terminal tables with the summary of a run."""

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from assistant.text.printable import printable_line
from eval.report.glossary import in_groups
from eval.run.outcomes import Estimate, Run


def print_run(run: Run) -> None:
    """Print the metrics of a run by groups, its latency and its peak memory."""
    console = Console(highlight=False)
    console.print(Text(printable_line(f"{run.name}: {_counted(run)}")))
    for each in _summary(run):
        console.print(each)


def _counted(run: Run) -> str:
    faults = sum(outcome.fault is not None for outcome in run.outcomes)
    return f"{len(run.outcomes)} questions" + (f", {faults} ended in an error" if faults else "")


def _summary(run: Run) -> Iterator[RenderableType]:
    for title, rows in in_groups(run.summary):
        table = _table("", "value", "95 % interval", "of", " ")
        for each in rows:
            better = "lower is better" if each.lower_is_better else ""
            table.add_row(each.label, *_cells(run.summary[each.name]), better)
        yield _heading(title)
        yield table
    yield _heading("Seconds to each stage")
    yield _seconds(run)
    if run.memory_mib:
        yield f"Memory: {run.memory_mib:.0f} MiB at most"


def _seconds(run: Run) -> Table:
    table = _table("", "p50", "p95", "max")
    for stage, times in run.latency.items():
        table.add_row(stage, *(f"{times[each]:.2f}" for each in ("p50", "p95", "max")))
    return table


def _heading(text: str) -> Text:
    return Text(f"\n{text}", style="bold")


def _table(first: str, *columns: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(first, min_width=26)
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _cells(estimate: Estimate) -> tuple[str, str, str]:
    interval = f"{estimate.low:.3f} to {estimate.high:.3f}"
    return f"{estimate.value:.3f}", interval, str(estimate.count)
