"""The summary of a run as tables for the terminal."""

from rich.console import Console, Group
from rich.table import Table

from eval.glossary import in_groups
from eval.outcomes import Estimate, Run


def print_run(run: Run) -> None:
    """Print the summary of a run by groups, and the time and memory that it took."""
    Console(highlight=False).print(Group(f"{run.name}: {_counted(run)}", *_tables(run)))


def _counted(run: Run) -> str:
    faults = sum(outcome.fault is not None for outcome in run.outcomes)
    return f"{len(run.outcomes)} questions" + (f", {faults} ended in an error" if faults else "")


def _tables(run: Run) -> list[Table]:
    tables = []
    for title, rows in in_groups(run.summary):
        table = _table(title, "", "value", "95 % interval", "of", "")
        for each in rows:
            better = "lower is better" if each.lower_is_better else ""
            table.add_row(each.label, *_cells(run.summary[each.name]), better)
        tables.append(table)
    return [*tables, _cost(run)]


def _cost(run: Run) -> Table:
    memory = f", {run.memory_mib:.0f} MiB of memory at most" if run.memory_mib else ""
    table = _table(f"Seconds to each stage{memory}", "", "p50", "p95", "max")
    for stage, times in run.latency.items():
        table.add_row(stage, *(f"{times[each]:.2f}" for each in ("p50", "p95", "max")))
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(
            column, justify="right" if column else "left", min_width=0 if number else 26
        )
    return table


def _cells(estimate: Estimate) -> tuple[str, str, str]:
    interval = f"{estimate.low:.3f} to {estimate.high:.3f}"
    return f"{estimate.value:.3f}", interval, str(estimate.count)
