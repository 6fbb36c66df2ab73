"""Training on a few questions: it learns them, and goes on from its checkpoint."""

import argparse
import json
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from random import Random

import pytest
import torch

from assistant.readers.span.encoding import passage_tokens, question_ids
from assistant.readers.span.model import SpanModel
from assistant.readers.span.train import __main__ as training
from assistant.readers.span.train import batches
from assistant.readers.span.train.examples import encode, encode_claim
from assistant.readers.span.weights import load_weights
from tests.assistant.readers.span.train.rows import CONTEXT, row

ASKED = (("Who won?", "Ida Molander"), ("Where?", "Belmar"), ("When?", "Sunday"), ("Why?", None))
STEPS = 20


@dataclass(frozen=True)
class Trained:
    """A model as its training left it, with its last figures and what was printed."""

    model: SpanModel
    figures: dict
    printed: str
    folder: Path


@pytest.fixture(scope="module", autouse=True)
def small_steps():
    """Steps of a fraction of a second: small batches, and no compiling."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch, "compile", lambda function, **_: function)
        patch.setattr(batches, "_TOKENS", 320)
        patch.setattr(training, "_WARM_UP", 1)
        yield


@pytest.fixture(scope="module")
def train(embedder, tmp_path_factory):
    """Trains in a folder of its own, from its checkpoint if there is one."""
    encoder, tokenizer = embedder.encoder()
    tokens = passage_tokens(tokenizer, CONTEXT)
    rows = [row(question, answer) for question, answer in ASKED]
    groups = [(encode_claim(tokenizer, "Ida Molander won.", CONTEXT, 0),)]
    for each in rows:
        asked = question_ids(tokenizer, each["question"])
        answer = each["answers"][0] if each["answers"] else None
        groups.append((encode(asked, tokens, answer, Random(0)),))
    validation = training.Validation({"few:en": rows[:3]}, {})
    home = tmp_path_factory.mktemp("trained")

    def run(folder, start=None, steps=STEPS, rate=5e-4):
        options = argparse.Namespace(
            out=home / folder,
            steps=steps,
            rate=rate,
            seed=0,
            minutes=1e9,
            start=start,
            checkpoint_every=4,
            validate_every=100,
        )
        options.out.mkdir(exist_ok=True)
        torch.manual_seed(0)
        model = SpanModel.untrained(encoder)
        with redirect_stdout(StringIO()) as printed:
            training.train(model, tokenizer, groups, validation, options)
        *_, last = (options.out / "validation.jsonl").read_text().splitlines()
        return Trained(model, json.loads(last)["figures"], printed.getvalue(), options.out)

    return run


@pytest.fixture(scope="module")
def whole(train) -> Trained:
    """A training that ran from its beginning to its end."""
    return train("whole")


def exact(trained: Trained) -> float:
    return trained.figures["few:en"][0]


def test_a_few_questions_are_learnt_and_the_weights_written(whole, embedder):
    assert exact(whole) == 1.0
    digest = whole.printed.split()[-1]
    path = whole.folder / "weights.safetensors"
    again = load_weights(embedder.encoder()[0], path=path, sha256=digest)
    assert torch.equal(again.null.weight, whole.model.null.weight)


def test_training_that_was_killed_goes_on_to_the_same_weights(train, whole, monkeypatch):
    loss_of, calls = training.loss_of, []

    def killed(*arguments):
        calls.append(arguments)
        if len(calls) == 6:
            raise KeyboardInterrupt
        return loss_of(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(training, "loss_of", killed)
        with pytest.raises(KeyboardInterrupt):
            train("parts")
    parts = train("parts")
    for name, tensor in whole.model.state_dict().items():
        assert torch.allclose(parts.model.state_dict()[name], tensor, atol=1e-5), name


def test_training_can_begin_from_another_checkpoint(train, whole):
    """In steps so few and small that nothing can be learnt from the beginning."""
    few = {"steps": 2, "rate": 1e-5}
    assert exact(train("first", **few)) < 1.0
    assert exact(train("second", whole.folder / "checkpoint.safetensors", **few)) == 1.0
