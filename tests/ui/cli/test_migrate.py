"""`citera migrate`; the copies themselves are in `tests/vectorstore/test_migrate.py`."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.vectorstore.vectors import DIMENSIONS, add_passages, all_passages
from ui.cli.main import main
from ui.persistence.local import local_records
from vectorstore.embedding import identity
from vectorstore.embedding.embedder import EmbedderIdentity
from vectorstore.tables.database import Database


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    database = Database(folder / "store.sqlite3")
    add_passages(database, 3)
    with database.writing() as db:
        identity.record(db, EmbedderIdentity("model", "", "", DIMENSIONS))
    database.close()
    return folder


def citera(*arguments: object, **variables: str) -> Result:
    names = {f"CITERA_{name.upper()}": value for name, value in variables.items()}
    return CliRunner().invoke(main, ["migrate", *map(str, arguments)], env=names)


def test_it_copies_a_store_and_says_what_it_holds(source: Path, tmp_path: Path) -> None:
    done = citera(source, tmp_path / "target", database="postgresql://not/used")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "1 article, 3 passages" in done.stdout
    database = Database(tmp_path / "target" / "store.sqlite3")
    assert len(all_passages(database)) == 3
    database.close()


@pytest.mark.parametrize(
    ("places", "told"),
    [
        (("source", "source"), "named twice"),
        (("none", "target"), "no articles"),
        (("source", "http://127.0.0.1:1"), "Chroma server http://127.0.0.1:1 cannot be used"),
    ],
)
def test_what_cannot_be_done_is_told(
    source: Path, tmp_path: Path, places: tuple[str, str], told: str
) -> None:
    named = [each if "://" in each else tmp_path / each for each in places]
    done = citera(*named, store_folder=str(tmp_path / "beside"))
    assert done.exit_code != 0
    assert told in done.stderr


def test_links_and_feedback_go_to_a_database(
    source: Path, tmp_path: Path, chroma: str, database_url: str
) -> None:
    links, feedback = tmp_path / "links", tmp_path / "feedback.jsonl"
    local_records(links, feedback).feedback.append('{"liked": true}')
    own = {"links": str(links), "feedback": str(feedback), "store_folder": str(tmp_path / "beside")}
    done = citera(source, chroma, to_database=database_url, **own)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "1 article, 3 passages, 0 links, 1 judgement" in done.stdout
    again = citera(chroma, chroma, database=database_url, **own)
    assert "named twice" in again.stderr


def test_a_database_for_a_folder_is_refused(source: Path, tmp_path: Path) -> None:
    done = citera(source, tmp_path / "target", to_database="postgresql://u:secret@host/name")
    assert "the database would not be used" in done.stderr
    assert "secret" not in done.stderr
