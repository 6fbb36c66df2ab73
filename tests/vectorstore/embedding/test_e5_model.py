"""The packaged model computes what sentence-transformers computes from the same folder."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from assistant.settings import Settings
from vectorstore.embedding import library_model
from vectorstore.embedding.e5_package import prepare_e5_small
from vectorstore.embedding.library_model import LibraryModel
from vectorstore.embedding.load import load_packaged
from vectorstore.errors import ModelUnavailable

TEXTS = [
    "Le général Haftar a rejeté le cessez-le-feu annoncé par Moscou et Ankara.",
    "",
    "longer than is read " * 150,
    "of special tokens <s> and </s>, <pad> and <mask>",
    "  spaced   out \n\t",
    "مرحبا بالعالم",
    "你好，世界。",
    "\ufeffKhalifa\u200bHaftar, ﬁ ½ ㎏",
]
PROMPTS = ["query: ", ""]


@pytest.fixture(scope="module")
def model(embedder):
    return embedder._loaded()


@pytest.fixture(scope="module")
def library(model) -> LibraryModel:
    from sentence_transformers import SentenceTransformer

    folder = str(prepare_e5_small(Settings().cache))
    kwargs = {"dtype": model.encoder.dtype}
    return LibraryModel(SentenceTransformer(folder, device="cpu", model_kwargs=kwargs))


@pytest.mark.parametrize("prompt", PROMPTS)
def test_vectors_are_those_of_the_library(model, library, prompt):
    ours, theirs = (each.encode(TEXTS, prompt) for each in (model, library))
    assert np.allclose(ours, theirs, atol=1e-3)
    assert (ours * theirs).sum(1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-4)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_token_vectors_are_those_of_the_library(model, library, prompt):
    for ours, theirs in zip(model.embed(TEXTS, prompt), library.embed(TEXTS, prompt), strict=True):
        assert ours.tokens.shape == theirs.tokens.shape
        assert np.allclose(ours.vector, theirs.vector, atol=1e-3)
        alike = (ours.tokens * theirs.tokens).sum(1)
        norms = np.linalg.norm(ours.tokens, axis=1) * np.linalg.norm(theirs.tokens, axis=1)
        assert (alike / norms).min() > 0.999


def test_tokens_prompts_and_dimensions_are_those_of_the_library(model, library):
    for text in TEXTS:
        theirs = library.token_spans(text)  # as far as the text was embedded before
        assert model.token_spans(text)[: len(theirs)] == theirs
    assert model.prompts == library.prompts
    assert model.dimensions == library.dimensions


def test_a_damaged_file_is_told_with_the_remedy(tmp_path, monkeypatch):
    (tmp_path / "model.safetensors").write_bytes(b"nothing of the kind")
    monkeypatch.setattr("vectorstore.embedding.load.prepare_e5_small", lambda _: tmp_path)
    with pytest.raises(ModelUnavailable, match="Delete the folder") as raised:
        load_packaged(tmp_path)
    assert str(tmp_path) in str(raised.value)


def test_threads_use_the_library_s_model_one_at_a_time(library, monkeypatch):
    used, at_once = threading.Lock(), []

    def alone(call):
        def called(*args, **kwargs):
            at_once.append(not used.acquire(blocking=False))
            time.sleep(0.02)
            try:
                return call(*args, **kwargs)
            finally:
                if not at_once[-1]:
                    used.release()

        return called

    monkeypatch.setattr(library._model, "encode", alone(library._model.encode))
    monkeypatch.setattr(library_model, "_frame", alone(library_model._frame))
    uses = [
        lambda: library.encode(["A text."], ""),
        lambda: list(library.embed(["A text."], "a new prompt: ")),
        lambda: library.encode(["of another length"], ""),
    ]
    with ThreadPoolExecutor(3) as threads:
        for done in [threads.submit(use) for use in uses]:
            done.result()
    assert len(at_once) == 4
    assert not any(at_once)
