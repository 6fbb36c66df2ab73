"""Tests of ui/log_lines.py: a text in a record forges no record and commands no terminal."""

import logging
import subprocess
import sys

from ui.log_lines import OneRecordFormatter

FORGED = "no \x1b]0;owned\x07\n2026-01-01 00:00:00,000 the store was removed\x9b2J"


def _logged(error: Exception) -> logging.LogRecord:
    try:
        raise error
    except Exception:
        return logging.LogRecord(
            "ui", logging.ERROR, __file__, 1, "while reading %s", (FORGED,), sys.exc_info()
        )


def test_only_the_first_line_of_a_record_is_at_the_margin():
    said = OneRecordFormatter("%(asctime)s %(message)s").format(_logged(ValueError(FORGED)))
    first, *others = said.split("\n")
    assert "while reading no \\u001b]0;owned\\u0007" in first
    assert others
    assert all(line.startswith("    ") for line in others)
    assert sum("the store was removed" in line for line in others) == 2
    assert {char for char in said if not char.isprintable()} == {"\n"}


def test_what_a_command_logs_keeps_its_records_apart():
    code = (
        "import logging, click; from ui.cli.errors import CiteraGroup\n"
        "@click.group(cls=CiteraGroup)\n"
        "def main(): ...\n"
        "@main.command()\n"
        f"def fail(): logging.getLogger('citera').error('%s', {FORGED!r})\n"
        "main(['fail'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == (
        "no \\u001b]0;owned\\u0007\n    2026-01-01 00:00:00,000 the store was removed\\u009b2J\n"
    )
