"""Training on a few questions: it learns them, and goes on from its checkpoint."""

import argparse
import json
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


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    """Steps of a fraction of a second: small batches, and no compiling."""
    monkeypatch.setattr(torch, "compile", lambda function, **_: function)
    monkeypatch.setattr(batches, "_TOKENS", 320)
    monkeypatch.setattr(training, "_WARM_UP", 1)


@pytest.fixture
def train(embedder, tmp_path):
    """Trains in a folder of its own: the model, and the last figures of its validation."""
    bert, tokenizer = embedder.encoder()
    tokens = passage_tokens(tokenizer, CONTEXT)
    rows = [row(question, answer) for question, answer in ASKED]
    groups = [(encode_claim(tokenizer, "Ida Molander won.", CONTEXT, 0),)]
    for each in rows:
        asked = question_ids(tokenizer, each["question"])
        answer = each["answers"][0] if each["answers"] else None
        groups.append((encode(asked, tokens, answer, Random(0)),))
    validation = training.Validation({"few:en": rows[:3]}, {})

    def run(folder, start=None):
        options = argparse.Namespace(
            out=tmp_path / folder,
            steps=STEPS,
            rate=5e-4,
            seed=0,
            minutes=1e9,
            start=start,
            checkpoint_every=4,
            validate_every=100,
        )
        options.out.mkdir(exist_ok=True)
        torch.manual_seed(0)
        model = SpanModel(bert)
        training.train(model, tokenizer, groups, validation, options)
        *_, last = (options.out / "validation.jsonl").read_text().splitlines()
        return model, json.loads(last)["figures"]

    return run


def test_a_few_questions_are_learnt_and_the_weights_written(train, embedder, tmp_path, capsys):
    model, figures = train("whole")
    exact, _, _ = figures["few:en"]
    assert exact == 1.0
    digest = capsys.readouterr().out.split()[-1]
    again = load_weights(embedder.encoder()[0], tmp_path / "whole" / "weights.safetensors", digest)
    assert torch.equal(again.null.weight, model.null.weight)


def test_training_that_was_killed_goes_on_to_the_same_weights(train, monkeypatch):
    whole, _ = train("whole")
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
    parts, _ = train("parts")
    for name, tensor in whole.state_dict().items():
        assert torch.allclose(parts.state_dict()[name], tensor, atol=1e-5), name


def test_training_can_begin_from_another_checkpoint(train, tmp_path):
    train("whole")
    _, figures = train("second", tmp_path / "whole" / "checkpoint.safetensors")
    exact, _, _ = figures["few:en"]
    assert exact == 1.0
