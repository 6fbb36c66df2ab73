"""The default dependencies: every distribution that `make setup` installs on this machine."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent


def direct_requirements() -> list[Requirement]:
    """The requirements that `pyproject.toml` states, with the extras `local` and `ocr`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    return [
        Requirement(line) for line in (*project["dependencies"], *extras["local"], *extras["ocr"])
    ]


def default_dependencies() -> frozenset[str]:
    """The canonical names of all distributions that are required, directly or by another one.

    What is installed for development, and not required otherwise, is not among them.

    Raises:
        PackageNotFoundError: if one of them is not installed.
    """
    seen: defaultdict[str, set[str]] = defaultdict(set)
    waiting = direct_requirements()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        extras = {"", *requirement.extras} - seen[name]
        if extras:
            seen[name] |= extras
            waiting += _required_by(name, extras)
    return frozenset(seen)


def pinned() -> frozenset[str]:
    """The canonical names of the distributions in `constraints.txt`."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return frozenset(canonicalize_name(line.split("==")[0]) for line in lines if "==" in line)


def _required_by(name: str, extras: Iterable[str]) -> list[Requirement]:
    """What an installed distribution requires on this machine, with these extras ("" for none)."""
    return [
        each
        for each in map(Requirement, requires(name) or ())
        if not each.marker or any(each.marker.evaluate({"extra": extra}) for extra in extras)
    ]
