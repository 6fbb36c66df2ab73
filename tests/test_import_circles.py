"""No modules of a package import each other in a circle when they are loaded."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("vectorstore", "ingest", "assistant")


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def executed_at_import(node: ast.AST) -> Iterator[ast.stmt]:
    """Statements that run when a module is imported: none in functions or under TYPE_CHECKING."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.stmt):
            yield child
        yield from executed_at_import(child)


def imports_of(source: str, modules: set[str]) -> set[str]:
    """Those of `modules` that a module with this source imports when it is imported."""
    found: set[str] = set()
    for node in executed_at_import(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found.update(names if names <= modules else names | {node.module})
    return found & modules


def circle(sources: dict[str, str]) -> list[str]:
    """Modules that import each other in a circle, the first one again at the end; else empty."""
    graph = {name: imports_of(text, set(sources)) - {name} for name, text in sources.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_imports_itself_through_others(package: str):
    paths = sorted((ROOT / package).rglob("*.py"))
    sources = {module_name(path): path.read_text(encoding="utf-8") for path in paths}
    assert len(sources) > 20
    assert circle(sources) == []


def test_a_circle_is_found_and_a_late_import_is_none():
    late = "def f():\n    import a.one\n"
    types = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a.one import X\n"
    one = "from a.two import Y\n"
    assert circle({"a.one": one, "a.two": "from a import one\n"})
    assert circle({"a.one": one, "a.two": "try:\n    import a.one\nfinally:\n    pass\n"})
    assert circle({"a.one": one, "a.two": late}) == circle({"a.one": one, "a.two": types}) == []
