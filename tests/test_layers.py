"""Imports point down only, and each heavy library has one home."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "vectorstore": set(),
    "ingest": {"vectorstore"},
    "assistant": {"vectorstore"},
    "ui": {"assistant", "ingest", "vectorstore", "eval"},  # eval: only its command, in the CLI
    "eval": {"assistant", "ingest", "vectorstore"},
}
HOME = {
    "gradio": "ui",
    "chromadb": "vectorstore",
    "sentence_transformers": "vectorstore",
    "xllamacpp": "assistant",
}
# The benchmarks compare Citera with plain scripts, which use the libraries themselves.
BENCHMARKS = set((ROOT / "eval" / "bench").glob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Top-level names of all that a module imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def modules(package: str) -> list[Path]:
    return [path for path in sorted((ROOT / package).rglob("*.py")) if path not in BENCHMARKS]


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_point_down(package):
    others = set(MAY_IMPORT) - {package} - MAY_IMPORT[package]
    wrong = {
        str(p.relative_to(ROOT)): n for p in modules(package) for n in imported(p) if n in others
    }
    assert modules(package)
    assert wrong == {}


@pytest.mark.parametrize(("library", "home"), HOME.items())
def test_each_heavy_library_has_one_home(library, home):
    users = {package for package in MAY_IMPORT for p in modules(package) if library in imported(p)}
    assert users <= {home}, f"{library} is imported in {users - {home}}"
    assert users, f"{library} is imported nowhere: the test no longer tests anything"


def test_only_the_command_line_of_ui_imports_eval():
    users = [path for path in modules("ui") if "eval" in imported(path)]
    assert all(path.parent == ROOT / "ui" / "cli" for path in users)
