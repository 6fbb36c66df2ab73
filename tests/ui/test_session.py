"""Tests of ui/session.py: what the settings say of a store on servers, as a command starts."""

from pathlib import Path

from click.testing import CliRunner

from assistant import Settings
from ui.cli.main import main
from ui.session import notice_of

CHROMA = "http://127.0.0.1:1"


def test_articles_that_stay_on_this_machine_are_told_of(tmp_path: Path) -> None:
    variables = {"CITERA_STORE": CHROMA, "CITERA_STORE_FOLDER": str(tmp_path)}
    done = CliRunner().invoke(main, ["ingest", str(tmp_path / "missing")], env=variables)
    assert f"the articles are in a file in {tmp_path}, for this machine alone" in done.stderr
    assert "Set it to postgresql://" in done.stderr


def test_there_is_nothing_to_tell_of_a_folder_or_of_a_database(tmp_path: Path) -> None:
    assert notice_of(Settings(store=tmp_path)) is None
    assert notice_of(Settings(store=CHROMA, database="postgresql://u:p@host/name")) is None


def test_a_database_that_would_not_be_used_ends_a_command(tmp_path: Path) -> None:
    variables = {
        "CITERA_STORE": str(tmp_path),
        "CITERA_DATABASE": "postgresql://u:secret@host/name",
    }
    done = CliRunner().invoke(main, ["list"], env=variables)
    assert done.exit_code == 1
    assert "the database would not be used" in done.stderr
    assert "secret" not in done.stderr
