"""Tests of release/hashes.py: lines that pip's `--require-hashes` takes, or none."""

import pytest

from release.hashes import hashed_requirements


def _install(name, version, **archive_info):
    return {
        "metadata": {"name": name, "version": version},
        "download_info": {"url": f"file:///{name}.whl", "archive_info": archive_info},
    }


def test_each_distribution_is_pinned_with_the_hash_of_its_wheel():
    torch = _install("torch", "2.13.0+cpu", hashes={"sha256": "b" * 64, "md5": "c" * 32})
    anyio = _install("anyio", "4.16.0", hashes={"sha256": "a" * 64})
    assert hashed_requirements({"install": [torch, anyio]}) == [
        f"anyio==4.16.0 --hash=sha256:{'a' * 64}",
        f"torch==2.13.0+cpu --hash=sha256:{'b' * 64}",
    ]


def test_a_wheel_without_a_hash_is_named_and_nothing_is_written():
    found = [_install("anyio", "4.16.0", hashes={"sha256": "a" * 64}), _install("six", "1.17.0")]
    with pytest.raises(ValueError, match=r"no SHA-256 of six$"):
        hashed_requirements({"install": found})
