"""Trains the span reader: `python -m assistant.readers.span.train --data DIR --out DIR`."""

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from assistant.readers.span.model import SpanModel
from assistant.readers.span.scorer import SpanScorer
from assistant.readers.span.train.batches import Batch, batches
from assistant.readers.span.train.code_switch import CodeSwitch
from assistant.readers.span.train.examples import Group, training_groups
from assistant.readers.span.train.lexicon import induce_lexicon
from assistant.readers.span.train.losses import loss_of
from assistant.readers.span.train.mix import Row, validation_claims, validation_rows
from assistant.readers.span.train.validation import validate, validate_claims
from assistant.readers.span.weights import save_weights
from assistant.settings import Settings
from vectorstore.embedding.embedder import Embedder
from vectorstore.embedding.transformer import transformer_layer

_WARM_UP = 200
_CLIP = 1.0


@dataclass(frozen=True, slots=True)
class Validation:
    """What is held out, by set."""

    questions: dict[str, list[Row]]
    claims: dict[str, list[Row]]


def main() -> None:
    """Train, from the last checkpoint in `--out` if there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of .jsonl.gz files")
    parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoints")
    parser.add_argument("--start", type=Path, help="a checkpoint to begin from, at step 0")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--rate", type=float, default=1.5e-4, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--validate-every", type=int, default=1000)
    parser.add_argument("--validation-questions", type=int, default=60, help="at most, by set")
    parser.add_argument("--checkpoint-every", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=1e9, help="decay to this end, if earlier")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    embedder = Embedder("e5-small", Settings().cache)
    encoder, tokenizer = embedder.encoder()
    tokenizer.no_truncation()
    tokenizer.no_padding()
    switch = CodeSwitch(induce_lexicon(embedder, options.out / "lexicon.json"))
    groups = training_groups(options.data, tokenizer, switch, options.seed)
    random = Random(options.seed)
    rows = Validation(
        validation_rows(options.data, random, options.validation_questions),
        validation_claims(options.data, random, options.validation_questions),
    )
    train(SpanModel.untrained(encoder), tokenizer, groups, rows, options)


def train(
    model: SpanModel,
    tokenizer: Any,
    groups: list[Group],
    rows: Validation,
    options: argparse.Namespace,
) -> None:
    """Train a model on groups for a number of steps, with a rate that falls to zero."""
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=options.rate, betas=(0.9, 0.98), weight_decay=0.01)
    done = load_checkpoint(model, optimizer, options.out / "checkpoint.safetensors")
    if options.start and not done:
        load_checkpoint(model, optimizer, options.start)
    torch._dynamo.config.recompile_limit = 32
    layer = torch.compile(transformer_layer, dynamic=False)
    began, losses, seen = time.monotonic(), [], 0
    for step, batch in enumerate(_endless(groups, options.seed)):
        if step < done:
            continue
        spent = (time.monotonic() - began) / 60 / options.minutes
        progress = max(step / options.steps, spent)
        if progress >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = options.rate * min(1, (step + 1) / _WARM_UP) * (1 - progress)
        logits = model(batch.ids, batch.mask, batch.passage, layer)
        loss = loss_of(logits, batch)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(weights, _CLIP)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(loss.item())
        seen += int(batch.real.sum())
        if (step + 1) % 50 == 0:
            pace = seen / (time.monotonic() - began)
            print(f"{step + 1} {sum(losses[-50:]) / 50:.3f} {pace:.1f}/s {seen}", flush=True)
        if (step + 1) % options.checkpoint_every == 0:
            save_checkpoint(model, optimizer, step + 1, options.out)
        if (step + 1) % options.validate_every == 0:
            report(model, tokenizer, rows, step + 1, options.out)
    save_checkpoint(model, optimizer, options.steps, options.out)
    report(model, tokenizer, rows, options.steps, options.out)
    digest = save_weights(model, options.out / "weights.safetensors")
    print(f"weights.safetensors: SHA-256 {digest}", flush=True)


def report(model: SpanModel, tokenizer: Any, rows: Validation, step: int, folder: Path) -> None:
    """Validate, print the figures and append them to `validation.jsonl`."""
    scorer = SpanScorer(model.eval(), tokenizer)
    figures = validate(scorer, rows.questions) | validate_claims(scorer, rows.claims)
    model.train()
    with (folder / "validation.jsonl").open("a", encoding="utf-8") as lines:
        lines.write(json.dumps({"step": step, "figures": figures}) + "\n")
    for name, measured in figures.items():
        print(f"  {name:32}", *(f"{figure:.3f}" for figure in measured), flush=True)


def save_checkpoint(
    model: SpanModel, optimizer: torch.optim.Optimizer, step: int, folder: Path
) -> None:
    """Write weights, the optimizer's moments and the step, in place of the last checkpoint."""
    tensors = {f"model.{name}": tensor for name, tensor in model.state_dict().items()}
    for number, state in optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer.{number}.{name}": value for name, value in state.items()}
    fresh = folder / "checkpoint.new"
    save_file({name: t.contiguous() for name, t in tensors.items()}, fresh, {"step": str(step)})
    fresh.replace(folder / "checkpoint.safetensors")


def load_checkpoint(model: SpanModel, optimizer: torch.optim.Optimizer, path: Path) -> int:
    """Steps done before; restores weights and moments where there is a checkpoint."""
    if not path.exists():
        return 0
    with safe_open(path, "pt") as stored:
        step = int(stored.metadata()["step"])
    tensors = load_file(path)
    model.load_state_dict(
        {name.removeprefix("model."): t for name, t in tensors.items() if name.startswith("model.")}
    )
    states: dict[int, dict[str, Any]] = {}
    for name, tensor in tensors.items():
        if name.startswith("optimizer."):
            _, number, key = name.split(".")
            states.setdefault(int(number), {})[key] = tensor
    optimizer.load_state_dict({**optimizer.state_dict(), "state": states})
    return step


def _endless(groups: list[Group], seed: int) -> Iterator[Batch]:
    """Pass after pass over the groups, each in its own order."""
    number = 0
    while True:
        yield from batches(groups, Random(f"{seed}-{number}"))
        number += 1


if __name__ == "__main__":
    main()
