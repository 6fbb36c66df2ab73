"""Sizes that do not fit are told before they are begun."""

import time
from dataclasses import replace
from types import SimpleNamespace

from click.testing import CliRunner

from eval.bench.scale.__main__ import _cases, main
from eval.bench.scale.budget import Budget
from eval.bench.scale.figures import Case, Machine, read_report, write_report
from tests.eval.bench.scale.reports import measured, report

KNOWN = report(measured(1000), measured(10_000))
MILLION = Case(1_000_000, "folder", "clustered")


def test_a_size_is_judged_by_the_sizes_before_it():
    # 20 kB and 0.02 s a passage: 26 GB with room for copies, and 5 that stay free; 1.5 times 333
    # minutes with the searches.
    assert Budget(32 * 10**9, 30_001).lack(MILLION, KNOWN) is None
    assert "26 GB of disk; 30 GB are free" in Budget(30 * 10**9, 1e9).lack(MILLION, KNOWN)
    assert "500 minutes; 10 were left" in Budget(10**12, 600).lack(MILLION, KNOWN)


def test_of_a_store_that_was_begun_the_rest_is_judged(tmp_path, monkeypatch):
    assert "250 minutes; 10 were left" in Budget(10**12, 600).lack(MILLION, KNOWN, spent=10_000)
    assert Budget(10**12, 0).lack(MILLION, KNOWN, spent=25_000) is None
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=500))
    (tmp_path / "rows").write_bytes(b"rows")
    assert Budget.of(tmp_path, 0).free == 504


def test_a_place_that_nothing_is_known_of_is_judged_by_a_guess():
    case = Case(1_000_000, "servers", "clustered")
    assert "65 GB" in Budget(10**9, 1e9).lack(case, KNOWN)


def test_the_disk_is_that_of_the_folder_to_be_made(tmp_path):
    budget = Budget.of(tmp_path / "not" / "made", time.monotonic() + 60)
    assert budget.free > 0
    assert 0 < budget.seconds <= 60


def test_sizes_without_time_are_named_and_others_kept(tmp_path):
    out = tmp_path / "figures.json"
    write_report(out, replace(KNOWN, machine=Machine()))
    options = ["--cache", str(tmp_path), "--out", str(out), "--minutes", "0"]
    done = CliRunner().invoke(main, [*options, "--sizes", "1000,2000", "--places", "folder"])
    assert done.exit_code == 0, done.output
    written = read_report(out)
    assert written.measured == KNOWN.measured
    (missing,) = written.not_measured
    assert missing.case == Case(2000, "folder", "clustered")
    assert "0 were left" in missing.reason
    assert "<svg" in out.with_suffix(".svg").read_text("utf-8")


def test_one_place_comes_after_the_other():
    cases = [str(each) for each in _cases("400,200", ["folder", "servers"], ["clustered"])]
    assert cases == [
        "folder-clustered-200", "folder-clustered-400",
        "servers-clustered-200", "servers-clustered-400",
    ]  # fmt: skip


def test_figures_of_another_machine_are_not_added_to(tmp_path):
    out = tmp_path / "figures.json"
    write_report(out, KNOWN)
    done = CliRunner().invoke(main, ["--cache", str(tmp_path), "--out", str(out)])
    assert "another machine" in str(done.exception)
    assert read_report(out) == KNOWN


def test_a_place_that_is_none_is_told(tmp_path):
    done = CliRunner().invoke(main, ["--cache", str(tmp_path), "--places", "folder,cloud"])
    assert done.exit_code == 2
    assert "cloud: choose from folder, servers" in done.output
