"""Where the settings say that the store is."""

from pathlib import Path

import pytest

from assistant.settings import Settings
from vectorstore import CiteraError, ServerAddress


def test_a_store_is_a_folder_unless_it_is_the_address_of_a_server(monkeypatch, tmp_path):
    monkeypatch.setenv("CITERA_STORE", str(tmp_path))
    assert (Settings().place, Settings().folder) == (tmp_path, tmp_path)
    monkeypatch.setenv("CITERA_STORE", "https://chroma.example:9000")
    monkeypatch.setenv("CITERA_STORE_FOLDER", str(tmp_path))
    monkeypatch.setenv("CITERA_STORE_TOKEN", "token")
    monkeypatch.setenv("CITERA_DATABASE", "postgresql://a:b@host/db")
    monkeypatch.setenv("CITERA_STORE_CERTIFICATES", "/certificates")
    assert Settings().place == ServerAddress(
        "https://chroma.example:9000",
        tmp_path,
        "postgresql://a:b@host/db",
        "token",
        Path("/certificates"),
    )


@pytest.mark.parametrize(
    ("store", "database", "name"),
    [
        ("http://host:8000", None, "host-8000"),
        ("https://host", "postgresql://u:p%40@db:5432/name?sslmode=require", "host-db-5432-name"),
        ("http://[::1]:8000", "postgresql://u:p@/..", "1-8000-.."),
    ],
)
def test_each_server_has_a_folder_of_its_own_without_secrets(store, database, name):
    folder = Settings(store=store, database=database).folder
    assert folder.name == name
    assert folder.parent.name == "servers"


def test_a_database_that_a_folder_would_not_use_is_refused_without_its_password(tmp_path):
    settings = Settings(store=tmp_path, database="postgresql://u:secret@db/name")
    with pytest.raises(CiteraError, match=r"CITERA_DATABASE .* unset CITERA_DATABASE") as raised:
        _ = settings.place
    assert "secret" not in str(raised.value)
