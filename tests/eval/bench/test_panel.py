"""The command that searches the panel, on files of a few short texts."""

from pathlib import Path

from click.testing import CliRunner

from eval.bench.panel import main
from tests.eval.datasets.test_panel import row, write


def test_every_set_is_in_the_table_and_features_are_kept(tmp_path: Path) -> None:
    languages = ("de", "en", "fr", "ar", "uk")
    rows = {"integreat-omosqa": [row(number, each) for number in (1, 2) for each in languages]}
    data = write(tmp_path, rows)
    cache, out = tmp_path / "cache", tmp_path / "report.md"
    arguments = ["--data", str(data), "--cache", str(cache), "--out", str(out)]
    done = CliRunner().invoke(main, [*arguments, "--texts", "3", "--questions", "2"])
    assert done.exit_code == 0, done.output
    report = out.read_text("utf-8")
    for name in ("amqa, am → am", "integreat-omosqa, others → fr", "**panel, one language, mean**"):
        assert f"| {name} |" in report
    assert "| in use | 0.4 | 0.6 | 0.32 | 0.08 |" in report
    again = CliRunner().invoke(main, [*arguments, "--texts", "3", "--questions", "2"])
    assert again.stdout.strip() == report.strip()
    assert " texts\n" not in again.stderr
