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


FLOORS = (
    ("answer", "calibration", "settings", "tracing"),
    ("text",),
    ("evidence", "llm"),
    ("query",),
    ("stages",),
    ("verify", "retriever"),
    ("claims",),
    ("compose", "readers"),
    ("pipeline",),
    ("assembly", "asynchronous", "conversation"),
    ("assistant",),
)
"""The folders and files of `assistant/`, from the lowest floor up: each imports only what stands on
a lower one, or in its own folder."""
DOORS = 20


def doors_imported(path: Path) -> Iterator[str]:
    """Folders and files of `assistant/` that a module in it imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("assistant"):
            parts = (node.module or "").split(".")
            yield from parts[1:2] or (alias.name for alias in node.names)


def test_imports_inside_assistant_point_down():
    floor = {door: number for number, doors in enumerate(FLOORS) for door in doors}
    wrong, seen = [], 0
    for path in (ROOT / "assistant").rglob("*.py"):
        own = path.relative_to(ROOT / "assistant").parts[0].removesuffix(".py")
        if own == "__init__":
            continue
        for door in doors_imported(path):
            seen += 1
            if door != own and floor[door] >= floor[own]:
                wrong.append(f"{path.relative_to(ROOT)} imports {door}")
    assert seen > 100
    assert wrong == []


def test_the_first_floor_of_assistant_has_few_doors():
    doors = {
        path.stem
        for path in (ROOT / "assistant").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert doors - {"__init__"} == {door for doors in FLOORS for door in doors}
    assert len(doors) <= DOORS


KINDS = {"HostedModel", "LocalModel", "LOCAL", "load_hosted", "load_local"}


def test_nothing_but_the_assembly_asks_which_kind_of_chat_model_answers():
    for package in MAY_IMPORT:
        for path in modules(package):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance":
                    assert KINDS.isdisjoint(ast.unparse(node.args[1]).split(" | ")), path
