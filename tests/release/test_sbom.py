"""Tests of release/sbom.py: the default installation and its models, and nothing else."""

import hashlib
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from ingest.parsers.ocr.rapid import model_files
from release.dependencies import default_dependencies
from release.sbom import as_json

ROOT = Path(__file__).parents[2]


def _of(bom, kind):
    return {each["name"]: each for each in bom["components"] if each["type"] == kind}


def test_the_libraries_are_the_default_dependencies_with_their_versions(bom):
    libraries = _of(bom, "library")
    assert set(map(canonicalize_name, libraries)) == default_dependencies()
    assert all(each["version"] and each["purl"] for each in libraries.values())


def test_the_models_have_the_hashes_that_are_checked_when_they_are_loaded(bom):
    models = _of(bom, "machine-learning-model")
    hashes = {name: model["hashes"][0]["content"] for name, model in models.items()}
    weights = (ROOT / "assistant/readers/span/weights.safetensors").read_bytes()
    assert hashes.pop("citera-span-reader") == hashlib.sha256(weights).hexdigest()
    for file in model_files():
        assert hashes.pop(file.stem) == hashlib.sha256(file.read_bytes()).hexdigest()
    checked = "vectorstore/embedding/e5_package.py", "assistant/llm/packaged_gguf.py"
    source = "".join((ROOT / name).read_text("utf-8") for name in checked)
    assert set(hashes) == {"multilingual-e5-small", "Qwen2.5-Coder-1.5B-Instruct"}
    assert all(f'SHA256 = "{sha256}"' in source for sha256 in hashes.values())


def test_the_graph_names_only_components_and_reaches_all_of_them(bom):
    edges = {edge["ref"]: edge.get("dependsOn", []) for edge in bom["dependencies"]}
    refs = {each["bom-ref"] for each in bom["components"]}
    root = bom["metadata"]["component"]["bom-ref"]
    assert set(edges) == refs | {root}
    reached, waiting = set(), [root]
    while waiting:
        new = set(edges[waiting.pop()]) - reached
        reached |= new
        waiting += new
    assert reached == refs


def test_it_holds_to_the_schema_and_what_does_not_is_refused(bom):
    # The models only, as to validate all takes ten times as long.
    few = {**bom, "components": bom["components"][-4:], "dependencies": bom["dependencies"][-3:]}
    assert as_json(few).startswith('{\n  "')
    wrong = [{**few["components"][-1], "type": "a model"}]
    with pytest.raises(ValueError, match="no valid bill of materials"):
        as_json({**few, "components": wrong})
