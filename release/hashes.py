"""Writes the hashes of the default dependencies: `python -m release.hashes [FILE]`.

The file is for machines of this kind with this package index: the hashes are those of the very
wheels that pip would choose here. `docs/security.md` says how to install with them.
"""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from release.dependencies import ROOT, default_dependencies

_FILE = ROOT / "out" / "constraints-hashes.txt"


def hashed_requirements(report: dict[str, Any]) -> list[str]:
    """A line of a requirements file for each distribution in a report of pip, sorted.

    Raises:
        ValueError: naming those for which the index gives no SHA-256.
    """
    lines, without = [], []
    for each in report["install"]:
        name, hashes = each["metadata"]["name"], each["download_info"].get("archive_info", {})
        sha256 = hashes.get("hashes", {}).get("sha256")
        lines.append(f"{name}=={each['metadata']['version']} --hash=sha256:{sha256}")
        without += [] if sha256 else [name]
    if without:
        raise ValueError(f"the package index gives no SHA-256 of {', '.join(sorted(without))}")
    return sorted(lines, key=str.lower)


def _report() -> dict[str, Any]:
    """What pip would install of the default dependencies in the versions of this environment."""
    pins = [f"{name}=={version(name)}" for name in sorted(default_dependencies())]
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    options = ("--dry-run", "--ignore-installed", "--no-deps", "--report", "-")
    done = subprocess.run([*pip, *options, *pins], stdout=subprocess.PIPE, text=True, check=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def main() -> None:
    """Write the hashes to the file that is given, or to `out/constraints-hashes.txt`."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else _FILE
    lines = hashed_requirements(_report())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    print(f"{len(lines)} packages with their hashes in {file}")


if __name__ == "__main__":
    main()
