import sys
from pathlib import Path

import pytest

from assistant.engine import start_engine
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
    with pytest.raises(ModelUnavailable, match="pip install"):
        start_engine(model)
