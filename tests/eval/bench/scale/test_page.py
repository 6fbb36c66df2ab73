"""The page of the figures says what the file of the figures says."""

from dataclasses import replace

import pytest

from eval.bench.scale.__main__ import REPORT
from eval.bench.scale.figures import Case, NotMeasured, read_report
from eval.bench.scale.page import plot, tables, with_tables
from tests.eval.bench.scale.reports import measured, report

PAGE = REPORT.with_suffix(".md")


def test_the_tables_of_the_page_are_those_of_the_file():
    assert with_tables(PAGE.read_text("utf-8"), read_report(REPORT)) == PAGE.read_text("utf-8")


def test_the_plot_is_that_of_the_file():
    assert plot(read_report(REPORT)) == REPORT.with_suffix(".svg").read_text("utf-8")


def test_all_tables_are_on_the_page():
    other = report(measured(1000), measured(5000, "servers", core_ms=77.0))
    text = with_tables(PAGE.read_text("utf-8"), other)
    for lines in tables(other).values():
        assert "\n".join(lines) in text


@pytest.mark.parametrize("name", ["embedding", "figures"])
def test_other_figures_make_another_page(name):
    known = report(measured(1000), measured(2000))
    others = replace(known, embedding=replace(known.embedding, core_seconds=3.0))
    others = others.with_case(measured(2000, core_ms=3.0))
    assert tables(known)[name] != tables(others)[name]


def test_memory_of_servers_stands_beside_that_of_the_process():
    (row,) = tables(report(measured(1000, "servers")))["figures"][2:]
    assert "| 300 + 700 |" in row
    assert "| 100 |" in row  # a second and core


def test_what_was_not_measured_is_named():
    case = Case(10**6, "servers", "clustered")
    (line,) = tables(report().with_case(NotMeasured(case, "no disk")))["missing"]
    assert line == "- 1,000,000 passages, servers, clustered vectors: no disk."
