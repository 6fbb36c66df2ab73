import hashlib

import pytest

from assistant.llm import packaged_gguf as local_model
from assistant.settings import Settings
from vectorstore.errors import ModelUnavailable

PARTS = [b"first ", b"second ", b"third"]


@pytest.fixture
def small_parts(tmp_path, monkeypatch):
    """Data packages of a few bytes in place of a gigabyte: only their contents are made up."""
    paths = []
    for number, content in enumerate(PARTS, start=1):
        paths.append(tmp_path / f"part{number}.bin")
        paths[-1].write_bytes(content)
    whole = b"".join(PARTS)
    monkeypatch.setattr(local_model, "PART_COUNT", len(PARTS))
    monkeypatch.setattr(local_model, "FILE_BYTES", len(whole))
    monkeypatch.setattr(local_model, "FILE_SHA256", hashlib.sha256(whole).hexdigest())
    monkeypatch.setattr(local_model, "_part_path", lambda number: paths[number - 1])
    return paths


def test_the_file_is_put_together_once(small_parts, tmp_path):
    shares = []
    cache = tmp_path / "cache"
    path = local_model.prepare_local_model(cache, shares.append)
    assert path.read_bytes() == b"".join(PARTS)
    assert shares[-1] == 1.0
    before = path.stat().st_mtime_ns
    assert local_model.prepare_local_model(cache) == path
    assert path.stat().st_mtime_ns == before


def test_data_that_is_not_the_publishers_is_refused_and_leaves_nothing(small_parts, tmp_path):
    small_parts[1].write_bytes(b"sEcond ")
    cache = tmp_path / "cache"
    with pytest.raises(ModelUnavailable, match="make clean setup"):
        local_model.prepare_local_model(cache)
    assert not local_model.is_prepared(cache)
    assert list(cache.glob("*.partial*")) == []


def test_a_file_cut_short_is_made_anew(small_parts, tmp_path):
    cache = tmp_path / "cache"
    path = local_model.prepare_local_model(cache)
    path.write_bytes(b"first")
    assert not local_model.is_prepared(cache)
    assert local_model.prepare_local_model(cache).read_bytes() == b"".join(PARTS)


def test_a_missing_package_is_named_with_its_cure(tmp_path, monkeypatch):
    monkeypatch.setattr(local_model, "_package", lambda number: f"no_such_package_{number}")
    with pytest.raises(ModelUnavailable, match="`make setup`"):
        local_model.prepare_local_model(tmp_path)


@pytest.mark.model
def test_the_prepared_file_is_the_publishers_own():
    path = local_model.prepare_local_model(Settings().cache)
    with path.open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == local_model.FILE_SHA256
