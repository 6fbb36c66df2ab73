"""What the documentation names is there: files, folders, links and `make` targets."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "DEVELOPERS.md", *(ROOT / "docs").glob("*.md")])
PACKAGES = ("assistant", "eval", "ingest", "ui", "vectorstore")

_FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"\w[\w.*/-]*(?:/|\.(?:md|py|toml|txt))")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_MAKE = re.compile(r"^make ([a-z][a-z-]*)", re.MULTILINE)
_TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)


def paths_named(text: str) -> set[str]:
    """Files and folders in backticks: a folder ends with a slash, and `*` stands for anything."""
    return {code for code in _CODE.findall(_FENCE.sub("", text)) if _PATH.fullmatch(code)}


def targets_named(text: str) -> set[str]:
    """Targets of `make` in backticks, and in blocks of code at the beginning of a line."""
    code = [*_CODE.findall(_FENCE.sub("", text)), *_FENCE.findall(text)]
    return set(_MAKE.findall("\n".join(code)))


def links_named(text: str) -> set[str]:
    """Targets of links to files, without their anchors."""
    return {link.partition("#")[0] for link in _LINK.findall(text) if "://" not in link} - {""}


def is_there(path: str) -> bool:
    """Whether a file or folder of the checkout has that name, from its root."""
    return any(each.is_dir() or not path.endswith("/") for each in ROOT.glob(path.rstrip("/")))


@pytest.fixture(scope="module")
def targets() -> set[str]:
    return set(_TARGET.findall((ROOT / "Makefile").read_text("utf-8")))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_folder_that_a_page_names_is_there(page):
    assert {path for path in paths_named(page.read_text("utf-8")) if not is_there(path)} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_to_it(page):
    links = links_named(page.read_text("utf-8"))
    assert {link for link in links if not (page.parent / link).exists()} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_that_a_page_names_is_there(page, targets):
    assert targets_named(page.read_text("utf-8")) - targets == set()


def test_what_pages_name_is_found_in_them():
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    assert {"assistant/settings.py", "pyproject.toml", "vectorstore/"} <= paths_named(text)
    assert {"docs/answer.md", "docs/chat.png"} <= links_named(text)
    assert {"run", "test", "check", "eval"} <= targets_named(text)
    assert not is_there("assistant/settings.py/")
    assert not is_there("assistant/no_such_module.py")


def test_the_tree_names_every_folder_of_the_packages():
    _, _, tree = (ROOT / "docs" / "architecture.md").read_text("utf-8").partition("## The tree")
    rows = re.findall(r"^\| `(.+?)/` \|", tree.partition("\n## ")[0], re.MULTILINE)
    folders = {
        file.parent.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for file in (ROOT / package).rglob("__init__.py")
    }
    assert len(rows) == len(set(rows))
    assert folders - set(rows) == set()


def test_make_help_lists_every_target_for_people(targets):
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    told = set(re.findall(r"^  make (\S+)", listed.stdout, re.MULTILINE))
    assert told == targets - {"browser", "postgres"}  # what `make test` needs, and no one else
