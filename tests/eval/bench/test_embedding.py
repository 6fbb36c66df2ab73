"""The comparison of backends of the embedding model, on a file of three paragraphs."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from assistant.settings import Settings
from eval.bench.ablate import RetrievalDataset
from eval.bench.embedding import compare_speed, least_cosine, limited, main, search_ranks
from eval.bench.embedding_backends import BackendEmbedder, Layers, with_layers
from vectorstore.embedding.e5_package import prepare_e5_small

_DATASET = RetrievalDataset(
    {
        "bridge": "The bridge at Zwolle opened in May. Ships wait for an hour.",
        "harvest": "The harvest of olives was poor this year.",
        "comet": "A comet was seen from the Atacama desert.",
    },
    [("When did the bridge open?", "bridge"), ("What was seen from the desert?", "comet")],
)


@pytest.fixture
def one_thread():
    threads = torch.get_num_threads()
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def folder() -> Path:
    return prepare_e5_small(Settings().cache)


@pytest.fixture(scope="module")
def right(folder) -> BackendEmbedder:
    """The layers that are exported, run in PyTorch."""
    layers = Layers(folder)

    def run(states, bias):
        with torch.inference_mode():
            return layers(torch.from_numpy(states), torch.from_numpy(bias)).numpy()

    return BackendEmbedder(Settings().cache, with_layers(folder, run))


@pytest.fixture(scope="module")
def wrong(folder) -> BackendEmbedder:
    """All texts have one vector, so that a search ranks them by name."""

    def run(states, _):
        return np.ones_like(states)

    return BackendEmbedder(Settings().cache, with_layers(folder, run))


def test_a_backend_gives_the_vectors_and_tokens_of_the_same_model(right, embedder):
    texts = list(_DATASET.paragraphs.values())
    pairs = zip(right.embed_passages(texts), embedder.embed_passages(texts), strict=True)
    for ours, theirs in pairs:
        assert ours.vector @ theirs.vector > 0.999
        assert ours.tokens.shape == theirs.tokens.shape
        alike = (ours.tokens * theirs.tokens).sum(axis=1)
        lengths = (np.linalg.norm(each.tokens, axis=1) for each in (ours, theirs))
        assert (alike / np.prod(list(lengths), axis=0)).min() > 0.999
    (question, _), *_ = _DATASET.questions
    assert right.embed_question(question).vector @ embedder.encode_query(question) > 0.999


def test_a_backend_that_is_wrong_is_told_by_its_vectors_and_accuracy(right, wrong, embedder):
    assert least_cosine(right, embedder, _DATASET) > 0.999
    assert least_cosine(wrong, embedder, _DATASET) < 0.5
    files = {"en": _DATASET}
    found = {name: each.tolist() for name, each in search_ranks(right, files).items()}
    assert found == {"dense, en → en": [0, 0], "whole search, en → en": [0, 0]}
    assert search_ranks(wrong, files)["dense, en → en"].tolist() != [0, 0]


def test_the_slower_of_two_backends_takes_more_processor_time(right, folder):
    layers = Layers(folder)

    def five_times(states, bias):
        with torch.inference_mode():
            for _ in range(5):
                found = layers(torch.from_numpy(states), torch.from_numpy(bias))
        return found.numpy()

    slow = BackendEmbedder(Settings().cache, with_layers(folder, five_times))
    ours, theirs = compare_speed(slow, right, _DATASET, 2)
    assert ours.passages > theirs.passages > 0
    assert ours.questions > theirs.questions > 0


def test_each_file_is_asked_its_own_questions_and_those_of_the_first(right):
    pairs = list(search_ranks(right, {"en": _DATASET, "es": _DATASET}))
    asked = [pair.removeprefix("dense, ") for pair in pairs if pair.startswith("dense")]
    assert asked == ["en → en", "en → es", "es → es"]


def test_questions_are_limited_to_the_paragraphs_kept():
    many = RetrievalDataset(_DATASET.paragraphs, [(str(n), "bridge") for n in range(9)])
    assert [text for text, _ in limited(many, 1, 3).questions] == ["0", "4", "8"]
    assert limited(_DATASET, 2, 9).questions == _DATASET.questions[:1]
    assert list(limited(_DATASET, 2, 9).paragraphs) == ["bridge", "harvest"]
    assert limited(many, 3, 9) == many


def test_a_backend_whose_package_is_missing_is_named(monkeypatch, tmp_path, one_thread):
    for name in ("onnxscript", "openvino"):
        monkeypatch.setitem(sys.modules, name, None)
    paragraphs = [
        {"context": _DATASET.paragraphs[name], "qas": [{"question": question}]}
        for question, name in _DATASET.questions
    ]
    path = tmp_path / "news.en.json"
    path.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")
    backends = ("ONNX Runtime, 8 bits", "OpenVINO, bfloat16", "PyTorch alone")
    only = [part for name in backends for part in ("--only", name)]
    result = CliRunner().invoke(main, [str(path), "--rounds", "1", *only])
    assert result.exit_code == 0, result.output
    assert "ONNX Runtime, 8 bits is not measured: it needs the package onnxscript" in result.output
    assert "OpenVINO, bfloat16 is not measured: it needs the package openvino" in result.output
    assert "PyTorch alone\n  times as fast: passages" in result.output
    assert "1.000 +0.000 (+0.000 to +0.000)" in result.output.partition("PyTorch alone")[2]
