import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.llm.llama_server import SAVED_PROMPTS, Engine, Slot, start_engine
from vectorstore.errors import ModelUnavailable


def test_an_engine_that_lacks_a_library_says_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "xllamacpp.py").write_text("raise ImportError('libgomp.so.1: cannot open')")
    model = tmp_path / "model.gguf"
    model.touch()
    monkeypatch.delitem(sys.modules, "xllamacpp", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModelUnavailable, match=r"libgomp\.so\.1.*libgomp1.*extractive"):
        start_engine(model)


def test_an_engine_that_is_not_installed_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "model.gguf"
    model.touch()
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(ModelUnavailable, match="make setup"):
        start_engine(model)


def test_an_engine_whose_folder_cannot_be_written_to_saves_no_prompts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "model.gguf"
    model.touch()
    (tmp_path / SAVED_PROMPTS).touch()  # in the folder's place: root may write to any folder
    params: Any = SimpleNamespace(
        model=SimpleNamespace(), cpuparams=SimpleNamespace(), cpuparams_batch=SimpleNamespace()
    )
    server = SimpleNamespace(listening_address="http://127.0.0.1:9")
    stand_in = SimpleNamespace(CommonParams=lambda: params, Server=lambda _: server)
    monkeypatch.setitem(sys.modules, "xllamacpp", stand_in)
    engine = start_engine(model)
    assert not hasattr(params, "slot_save_path")
    assert not engine.save(Slot.SENTENCE, "read.bin")
    assert not engine.restore(Slot.SENTENCE, "read.bin")


def test_prompts_that_nothing_reads_any_more_are_removed(tmp_path: Path) -> None:
    old, used = tmp_path / "old.bin", tmp_path / "used.bin"
    for file in (old, used):
        file.touch()
        os.utime(file, (0, 0))
    engine = Engine("http://127.0.0.1:9", "", tmp_path, None)  # nothing listens there
    assert not engine.restore(Slot.TRANSLATE, "used.bin")
    assert not engine.save(Slot.TRANSLATE, "new.bin")
    assert not old.exists()
    assert used.exists()
