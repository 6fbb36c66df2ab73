"""A run as one HTML page that opens without a network: summary, plots and every question.

Texts reach the page through templates that escape all they are given, and the page's policy lets
no script run but its own: what an article or a model says is never HTML.
"""

import hashlib
from base64 import b64encode
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.atomic_write import write_whole
from eval.report.compare import NOISE, changed_answers, common, compare, tally
from eval.report.page_tables import group_table, metric_rows, tokens_a_question
from eval.report.plots import curve_plot, latency_bars, share_x
from eval.report.questions import anchor, question_views
from eval.run.diagnosis import MEANINGS, count_diagnoses
from eval.run.outcomes import Run

_TEMPLATES = Path(__file__).parent / "templates"


def write_html(run: Run, path: Path, against: Run | None = None) -> None:
    """Write a run as a page, beside an earlier one where `against` is given.

    Raises `CiteraError` where the file cannot be written, or the runs share no question.
    """
    write_whole(path, render_page(run, against))


def render_page(run: Run, against: Run | None = None) -> str:
    """The page as text. Raises `CiteraError` where the two runs share no question."""
    comparison = compare(against, run) if against else None
    style, script = _asset("report.css"), _asset("report.js")
    return (
        _environment()
        .get_template("report.html")
        .render(
            run=run,
            against=against,
            comparison=comparison,
            compared=comparison
            and f"{common(comparison)} {tally(comparison)} {changed_answers(comparison)} {NOISE}",
            diagnoses=count_diagnoses(run.outcomes),
            rows=metric_rows(run, comparison),
            groups=group_table(run),
            curve=curve_plot(run, against),
            latency=latency_bars(run.latency),
            tokens=tokens_a_question(run.outcomes),
            questions=question_views(run, against, comparison),
            style=style,
            script=script,
            policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}';"
            " base-uri 'none'; form-action 'none'",
        )
    )


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words: dict[str, Any] = {"MEANINGS": MEANINGS, "x": share_x}
    made.globals.update(words)
    made.filters["anchor"] = anchor
    made.filters.update(share="{:.3f}".format, signed="{:+.3f}".format, seconds="{:.2f} s".format)
    return made


def _asset(name: str) -> Markup:
    """A file of ours to go into the page as it is."""
    return Markup((_TEMPLATES / name).read_text(encoding="utf-8"))


def _hash(text: str) -> str:
    """How a content security policy names the one text it allows."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()
