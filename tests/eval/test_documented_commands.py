"""The commands, options and files of eval that the documents name are there."""

import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.cli.evaluate import evaluate

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "eval/data/README.md"])


def snippets(text: str) -> Iterator[str]:
    """The code of a document: lines of its blocks, then what stands between backticks."""
    blocks = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
    for block in blocks.findall(text):
        yield from (line.partition("#")[0] for line in block.splitlines())
    yield from re.findall(r"`([^`]+)`", blocks.sub("", text))


SNIPPETS = [each for path in DOCUMENTS for each in snippets(path.read_text(encoding="utf-8"))]
MODULES = {
    (match[1], tuple(re.findall(r"--[\w-]+", each)))
    for each in SNIPPETS
    if (match := re.search(r"python -m (eval[\w.]*)", each))
}
CITERA_EVAL = [each for each in SNIPPETS if re.search(r"citera eval\b", each)]
FILES = {each for each in SNIPPETS if re.fullmatch(r"eval/[\w/.-]+", each)}


@pytest.mark.parametrize(("name", "options"), sorted(MODULES))
def test_a_module_that_is_named_to_be_run_can_be(name, options):
    is_package = (ROOT / name.replace(".", "/")).is_dir()
    module = importlib.import_module(f"{name}.__main__" if is_package else name)
    source = inspect.getsource(module)
    assert '\nif __name__ == "__main__":\n' in source
    assert [option for option in options if f'"{option}"' not in source] == []


def test_the_modules_that_docstrings_name_exist():
    named = {
        name
        for path in ROOT.glob("eval/**/*.py")
        for name in re.findall(r"python -m (eval[\w.]*\w)", path.read_text(encoding="utf-8"))
    }
    assert {"eval.bench.scale", "eval.datasets.validate"} <= named
    paths = {name: ROOT / name.replace(".", "/") for name in named}
    assert [
        name
        for name, path in paths.items()
        if not (path.with_suffix(".py").exists() or (path / "__main__.py").exists())
    ] == []


def test_the_options_of_citera_eval_exist():
    known = {option for parameter in evaluate.params for option in parameter.opts}
    named = {option for each in CITERA_EVAL for option in re.findall(r"--[\w-]+", each)}
    assert {"--compare", "--squad"} <= named
    assert named - known == set()


def test_the_files_of_eval_exist():
    assert len(FILES) > 5
    assert [name for name in sorted(FILES) if not (ROOT / name).exists()] == []


def test_the_documents_are_read_as_they_are_written():
    names = {name for name, _ in MODULES}
    assert {"eval.bench.crash_ingest", "eval.datasets.validate"} <= names
    found = list(snippets("a `b\nc`\n```sh\nd  # e\n```\n`f`"))
    assert found == ["d  ", "b\nc", "f"]
