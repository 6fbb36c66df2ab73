"""HTML report of a run, one page that needs no network: summary, plots and every question.

Templates escape all text, and the content security policy allows no script but the page's own, so
that text of an article or of a model never becomes HTML.
"""

import hashlib
from base64 import b64encode
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.atomic_write import write_atomically
from eval.report.compare import Comparison, compare
from eval.report.compare_text import SIGNIFICANCE, changed_answers, common, tally
from eval.report.page_tables import group_table, metric_rows, tokens_a_question
from eval.report.plots import curve_plot, latency_bars, share_x
from eval.report.questions import anchor, question_views
from eval.run.diagnosis import MEANINGS, count_diagnoses
from eval.run.outcomes import Run

_TEMPLATES = Path(__file__).parent / "templates"


def write_html(run: Run, path: Path, against: Run | None = None) -> None:
    """Write the HTML report of a run, compared with the earlier run `against` if given.

    Raises `CiteraError` if the file cannot be written, or if the runs have no common question.
    """
    write_atomically(path, render_page(run, against))


def render_page(run: Run, against: Run | None = None) -> str:
    """HTML report of a run. Raises `CiteraError` if the two runs have no common question."""
    comparison = compare(against, run) if against else None
    style, script = _asset("report.css"), _asset("report.js")
    return (
        _environment()
        .get_template("report.html")
        .render(
            run=run,
            against=against,
            comparison=comparison,
            compared=comparison and _in_words(comparison),
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


def _in_words(comparison: Comparison) -> str:
    said = (common(comparison), tally(comparison), changed_answers(comparison), SIGNIFICANCE)
    return " ".join(filter(None, said))


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
    """Style sheet or script of the page, inserted without escaping."""
    return Markup((_TEMPLATES / name).read_text(encoding="utf-8"))


def _hash(text: str) -> str:
    """Hash by which a content security policy allows one inline script or style."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()
