"""Tests of ui/web/state/links.py: a link opens the answer it was made for, and nothing else."""

import pytest

from tests.ui.answers import answer
from ui.web.state.links import keep_linked, link_id, read_linked


def test_a_link_opens_its_answer(tmp_path):
    made = answer([], language="fr")
    keep_linked(tmp_path / "links", made)
    assert read_linked(tmp_path / "links", link_id(made)) == made


def test_different_answers_have_different_links():
    assert link_id(answer([])) != link_id(answer([], language="fr"))


@pytest.mark.parametrize("name", ["", "../secret", "0" * 16, "0" * 15, "/etc/passwd", "é" * 16])
def test_other_names_open_nothing(tmp_path, name):
    (tmp_path / "secret.json").write_text("{}")
    assert read_linked(tmp_path / "links", name) is None


def test_a_damaged_answer_opens_nothing(tmp_path):
    (tmp_path / f"{'a' * 16}.json").write_text('{"question": 1}')
    assert read_linked(tmp_path, "a" * 16) is None
