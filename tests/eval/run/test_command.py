"""`citera eval` as it is typed: what it refuses, prints and writes. No model is loaded."""

import pytest
from click.testing import CliRunner

from eval.report.tables import print_run
from eval.run.run_file import read_run, write_run
from tests.eval.runs import run_of, small_outcomes
from ui.cli.main import main


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--hide", "0.2"], "need --squad FILE"),
        (["--set", "neither"], "There is no test set 'neither'"),
        (["--gate", "--set", "several"], "The thresholds are for the set article, split test"),
        (["--squad", "RUN", "--split", "dev"], "--squad comes without"),
        (["--squad", "RUN"], "is not in SQuAD's format"),
        (["--reader"], "needs a SQuAD file or several"),
        (["--reader", "RUN", "RUN", "--questions", "RUN"], "--questions exactly one"),
        (["--reader", "RUN"], "is not in SQuAD's format"),
        (["--reader", "RUN", "--gate"], "--reader comes with FILES"),
        (["RUN"], "FILES are for --reader"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(tmp_path, arguments, said):
    path = tmp_path / "run.json"
    write_run(run_of(small_outcomes()), path)
    done = CliRunner().invoke(main, ["eval", *(str(path) if a == "RUN" else a for a in arguments)])
    assert done.exit_code == 1
    assert said in done.stderr
    assert "Traceback" not in done.output


def test_two_runs_are_compared(tmp_path):
    paths = [tmp_path / "a.json", tmp_path / "b.json"]
    for path in paths:
        write_run(run_of(small_outcomes(), path.stem), path)
    page = tmp_path / "page.html"
    done = CliRunner().invoke(main, ["eval", "--compare", *map(str, paths), "--html", str(page)])
    assert done.exit_code == 0, done.output
    assert "orrectness" in done.stdout
    assert page.read_text("utf-8").startswith("<!")
    assert read_run(paths[0]).name == "a"


def test_the_table_shows_correctness_beside_citations_and_what_is_better_lower(capsys):
    print_run(run_of(small_outcomes()))
    lines = capsys.readouterr().out.splitlines()
    titles = [number for number, line in enumerate(lines) if line.startswith("Citations")]
    assert lines[titles[0] + 2].startswith("Correctness ")
    assert any("Hallucination rate" in line and "lower is better" in line for line in lines)
    assert "10 questions, 1 ended in an error" in lines[0]
    assert any(line.startswith("total") for line in lines)
