"""No module of ours runs code out of a file: no pickle, and no code that comes with a model."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("assistant", "eval", "ingest", "release", "ui", "vectorstore")
PICKLES = {"pickle", "_pickle", "cPickle", "cloudpickle", "dill", "joblib", "shelve", "marshal"}
TRUSTING = {"trust_remote_code": True, "allow_pickle": True, "weights_only": False}
"""Options whose value lets a file run code."""
UNPICKLES = {"torch.load", "pd.read_pickle", "pandas.read_pickle"}


def unsafe(source: str) -> list[str]:
    """What a module does that can run code out of a file, in the order of its lines."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [a.name for a in node.names if a.name.split(".")[0] in PICKLES]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            module = node.module or ""
            found += [module] if module.split(".")[0] in PICKLES else []
        elif isinstance(node, ast.Call):
            found += _trusted(node)
        elif isinstance(node, ast.Dict):
            options = [_text(key) for key in node.keys]
            found += [o for o, v in zip(options, node.values, strict=True) if _trusts(o, v)]
    return found


def _trusted(call: ast.Call) -> list[str]:
    name = ast.unparse(call.func)
    given = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    loads = name in UNPICKLES and "weights_only" not in given
    return [name] * loads + [key for key, value in given.items() if _trusts(key, value)]


def _trusts(option: str, value: ast.expr) -> bool:
    """Whether an option may have the value that trusts: any value but the other constant."""
    if option not in TRUSTING:
        return False
    return not (isinstance(value, ast.Constant) and value.value is (not TRUSTING[option]))


def _text(key: ast.expr | None) -> str:
    return str(key.value) if isinstance(key, ast.Constant) else ""


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_module_can_run_code_out_of_a_file(folder):
    modules = sorted((ROOT / folder).rglob("*.py"))
    found = {str(path.relative_to(ROOT)): unsafe(path.read_text("utf-8")) for path in modules}
    assert modules
    assert {path: each for path, each in found.items() if each} == {}


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("import pickle", ["pickle"]),
        ("def f():\n    from joblib import load", ["joblib"]),
        ("import torch\ntorch.load(path)", ["torch.load"]),
        ("torch.load(path, weights_only=False)", ["weights_only"]),
        ("torch.load(path, weights_only=True)", []),
        ("np.load(path, allow_pickle=True)", ["allow_pickle"]),
        ("np.load(path, allow_pickle=trusted)", ["allow_pickle"]),
        ("np.load(path, allow_pickle=False)", []),
        ("SentenceTransformer(name, trust_remote_code=True)", ["trust_remote_code"]),
        ("kwargs = {'trust_remote_code': True}", ["trust_remote_code"]),
        ("kwargs = {'trust_remote_code': False, 'other': True}", []),
        ("from safetensors.torch import load", []),
    ],
)
def test_what_could_is_found(source, named):
    assert unsafe(source) == named
