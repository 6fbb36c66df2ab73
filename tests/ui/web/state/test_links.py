"""Tests of ui/web/state/links.py: a link opens the answer it was made for, and nothing else."""

import pytest

from tests.faults import CrashImages, contents, descriptors_left, no_file_longer_than
from tests.older_version import LINK, QUESTION, unpack
from tests.ui.answers import answer
from ui.persistence.local import LinkFolder
from ui.web.state.links import keep_linked, link_id, read_linked
from vectorstore.errors import CiteraError


def test_a_link_opens_its_answer(tmp_path):
    made = answer([], language="fr")
    keep_linked(LinkFolder(tmp_path / "links"), made)
    assert read_linked(LinkFolder(tmp_path / "links"), link_id(made)) == made


def test_a_link_of_the_last_release_opens_its_answer(tmp_path):
    opened = read_linked(LinkFolder(unpack(tmp_path / "home") / "links"), LINK)
    assert opened is not None
    assert opened.question == QUESTION
    assert opened.sentences[0].citations


def test_different_answers_have_different_links():
    assert link_id(answer([])) != link_id(answer([], language="fr"))


@pytest.mark.parametrize("name", ["", "../secret", "0" * 16, "0" * 15, "/etc/passwd", "é" * 16])
def test_other_names_open_nothing(tmp_path, name):
    (tmp_path / "secret.json").write_text("{}")
    assert read_linked(LinkFolder(tmp_path / "links"), name) is None


def test_a_damaged_answer_opens_nothing(tmp_path):
    (tmp_path / f"{'a' * 16}.json").write_text('{"question": 1}')
    assert read_linked(LinkFolder(tmp_path), "a" * 16) is None


def test_killed_before_any_step_it_leaves_a_whole_answer_or_none(tmp_path):
    images = CrashImages(tmp_path / "links", tmp_path / "images")
    earlier, made = answer([]), answer([], language="fr")
    keep_linked(LinkFolder(tmp_path / "links"), earlier)
    with images.at_each_step():
        keep_linked(LinkFolder(tmp_path / "links"), made)
    found = []
    for image in images.taken:
        assert read_linked(LinkFolder(image), link_id(earlier)) == earlier
        found.append(read_linked(LinkFolder(image), link_id(made)))
        keep_linked(LinkFolder(image), made)
        assert read_linked(LinkFolder(image), link_id(made)) == made
        assert len(contents(image)) == 2
    assert found[0] is None
    assert found[-1] == made


@pytest.mark.parametrize(
    ("fault", "cure"), [(no_file_longer_than(100), "space"), (descriptors_left(0), "ulimit -n")]
)
def test_what_cannot_be_written_is_told_and_leaves_nothing(tmp_path, fault, cure):
    with fault, pytest.raises(CiteraError, match=cure) as raised:
        keep_linked(LinkFolder(tmp_path / "links"), answer([]))
    assert "CITERA_LINKS" in str(raised.value)
    assert str(tmp_path) not in str(raised.value)
    assert contents(tmp_path) == {}


def test_without_file_descriptors_no_link_is_said_to_be_missing(tmp_path):
    keep_linked(LinkFolder(tmp_path), answer([]))
    with descriptors_left(0), pytest.raises(CiteraError, match="ulimit -n"):
        read_linked(LinkFolder(tmp_path), link_id(answer([])))
