"""Tests of ui/cli/checks/models.py: a model file that was damaged is told by its hash."""

import hashlib
import json

import pytest

from assistant import Settings
from assistant.llm import packaged_gguf
from assistant.readers.span import weights
from ui.cli.checks.models import model_files
from vectorstore.coding import components
from vectorstore.embedding import e5_package
from vectorstore.errors import ModelUnavailable

CONTENT = b"weights" * 100


@pytest.fixture
def settings(tmp_path, monkeypatch) -> Settings:
    """A cache with small files in place of the models, made as these are."""
    monkeypatch.setattr(packaged_gguf, "FILE_BYTES", len(CONTENT))
    monkeypatch.setattr(packaged_gguf, "FILE_SHA256", hashlib.sha256(CONTENT).hexdigest())
    packaged_gguf.local_model_path(tmp_path).write_bytes(CONTENT)

    def write(data: bytes, directory) -> None:
        directory.mkdir()
        (directory / "model.safetensors").write_bytes(data)

    monkeypatch.setattr("vectorstore.embedding.e5_unpack.write_model_directory", write)
    monkeypatch.setattr(e5_package, "_packaged_data", lambda: CONTENT)
    e5_package.prepare_e5_small(tmp_path)
    return Settings(cache=tmp_path, model="local")


def change_a_bit(path) -> None:
    content = bytearray(path.read_bytes())
    content[300] ^= 1
    path.write_bytes(content)


def test_files_as_they_were_made_are_told(settings):
    assert model_files(settings) == "as they were made: the reader, e5-small, local"


@pytest.mark.parametrize(
    "name", [packaged_gguf.FILE_NAME, f"{e5_package.DIRECTORY}/model.safetensors"]
)
def test_a_changed_bit_is_told_and_the_cure_works(settings, name):
    change_a_bit(settings.cache / name)
    with pytest.raises(ModelUnavailable, match="delete") as raised:
        model_files(settings)
    assert str(settings.cache / name) in str(raised.value)
    (settings.cache / name).unlink()
    assert model_files(settings).startswith("as they were made: the reader")
    e5_package.prepare_e5_small(settings.cache)
    assert "e5-small" in model_files(settings)


def test_a_damaged_reader_is_told(settings, tmp_path, monkeypatch):
    (tmp_path / "weights").write_bytes(weights.PATH.read_bytes())
    change_a_bit(tmp_path / "weights")
    defaults = (tmp_path / "weights", weights.SHA256)
    monkeypatch.setattr(weights.read_weights, "__defaults__", defaults)
    with pytest.raises(ModelUnavailable, match="Install Citera again"):
        model_files(settings)


def test_damaged_components_are_told(settings, tmp_path, monkeypatch):
    (tmp_path / "components").write_bytes(components.FILE.read_bytes())
    change_a_bit(tmp_path / "components")
    monkeypatch.setattr(components.read, "__defaults__", (tmp_path / "components",))
    with pytest.raises(ModelUnavailable, match=r"components .* Install Citera again"):
        model_files(settings)


def test_files_that_an_older_version_unpacked_are_not_called_damaged(settings):
    manifest = settings.cache / e5_package.DIRECTORY / "citera.json"
    written = json.loads(manifest.read_text("utf-8"))
    del written["sha256"]
    manifest.write_text(json.dumps(written), "utf-8")
    assert model_files(settings) == "as they were made: the reader, local"
