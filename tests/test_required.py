"""Tests of tests/required.py: what is missing skips a test here, and fails it in CI."""

import json

import pytest

from tests.required import missing, required


@pytest.mark.parametrize("ci", [None, "", "false"])
def test_what_is_missing_skips_a_test_outside_of_ci(monkeypatch, ci):
    monkeypatch.delenv("CI", raising=False) if ci is None else monkeypatch.setenv("CI", ci)
    with pytest.raises(pytest.skip.Exception, match="no Chromium"):
        missing("no Chromium")
    with pytest.raises(pytest.skip.Exception, match="no_such_module is not installed"):
        required("no_such_module")


@pytest.mark.parametrize("ci", ["true", "True", "1"])
def test_what_is_missing_fails_a_test_in_ci(monkeypatch, ci):
    monkeypatch.setenv("CI", ci)
    with pytest.raises(pytest.fail.Exception, match="no Chromium"):
        missing("no Chromium")
    with pytest.raises(pytest.fail.Exception, match="no_such_module is not installed"):
        required("no_such_module")


@pytest.mark.parametrize("ci", ["", "true"])
def test_what_is_installed_is_imported(monkeypatch, ci):
    monkeypatch.setenv("CI", ci)
    assert required("json") is json


@pytest.mark.parametrize("line", ["import no_such_module", "raise ImportError('half of it')"])
def test_a_module_that_is_there_and_broken_is_not_missing(monkeypatch, tmp_path, line):
    (tmp_path / "broken_module.py").write_text(line)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ImportError, match=r"no_such_module|half of it"):
        required("broken_module")
