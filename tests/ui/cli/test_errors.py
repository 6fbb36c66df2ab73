"""Tests of ui/cli/errors.py: a command that fails says so in one line, whatever the cause."""

import click
import pytest
from click.testing import CliRunner

from ui.cli.errors import CiteraGroup
from vectorstore.errors import CiteraError


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a command that raises an error; the log is in `tmp_path / "log"`."""
    monkeypatch.setattr("platformdirs.user_log_path", lambda name: tmp_path / "log")

    def invoke(error: BaseException):
        @click.group(cls=CiteraGroup)
        def main() -> None: ...

        @main.command()
        def fail() -> None:
            raise error

        return CliRunner().invoke(main, ["fail"])

    return invoke


def test_an_internal_error_is_one_line_that_says_where_its_traceback_is(run, tmp_path):
    log = tmp_path / "log" / "errors.log"
    for count in (1, 2):
        done = run(RuntimeError("secret"))
        assert done.exit_code == 1
        assert done.stderr == (
            f"Error: internal error of Citera (RuntimeError); its traceback is in {log}\n"
        )
        assert log.read_text(encoding="utf-8").count("RuntimeError: secret") == count


def test_the_text_of_an_error_forges_no_record_of_the_log(run, tmp_path):
    run(RuntimeError("no\n2026-01-01 00:00:00,000 internal error: forged"))
    lines = (tmp_path / "log" / "errors.log").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines[1:] if not line.startswith("    ")] == []
    assert sum("forged" in line for line in lines) == 1


def test_without_a_log_the_traceback_is_on_stderr(run, tmp_path, caplog):
    (tmp_path / "log").write_text("a file where the folder should be")
    done = run(RuntimeError("secret"))
    assert done.exit_code == 1
    assert done.stderr.endswith("(RuntimeError); its traceback is above\n")
    assert "RuntimeError: secret" in caplog.text


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (CiteraError("no such article"), 1, "Error: no such article\n"),
        (CiteraError("no \x1b[2J file"), 1, "Error: no \\u001b[2J file\n"),
        (click.UsageError("no such option"), 2, "Error: no such option\n"),
        (click.exceptions.Exit(3), 3, ""),
        (click.Abort(), 1, "Aborted!\n"),
    ],
)
def test_known_ends_of_a_command_are_not_logged(run, tmp_path, error, code, said):
    done = run(error)
    assert done.exit_code == code
    assert done.stderr.endswith(said)
    assert not (tmp_path / "log").exists()
