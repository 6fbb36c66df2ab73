"""The components that are fitted are the directions in which vectors differ most."""

import hashlib

import numpy as np
from safetensors.numpy import load

from eval.calibration.components import TOKENS, VECTORS, write


def test_most_of_what_differs_is_kept(tmp_path):
    chance = np.random.default_rng(0)
    spread = np.where(np.arange(384) % 4, 0.01, 1)  # in 96 of the dimensions
    vectors = (chance.normal(size=(800, 384)) * spread + 2).astype(np.float32)
    path = tmp_path / "components.safetensors"
    digest = write(vectors, vectors, path)
    assert digest == hashlib.sha256(path.read_bytes()).hexdigest()
    arrays = load(path.read_bytes())
    mean, kept, deviations = (arrays[f"tokens_{n}"] for n in ("mean", "directions", "deviations"))
    assert (kept.shape, arrays["vectors_directions"].shape) == ((384, TOKENS), (384, VECTORS))
    assert (np.diff(deviations) <= 0).all()
    rest = vectors - mean
    projected = rest @ kept.astype(np.float32)
    assert np.allclose(projected.std(axis=0), deviations, atol=0.02)
    assert np.linalg.norm(projected) > 0.999 * np.linalg.norm(rest)
    whole = np.linalg.norm(vectors @ arrays["vectors_directions"].astype(np.float32))
    assert whole > 0.999 * np.linalg.norm(vectors)
