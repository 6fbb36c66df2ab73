"""Questions and passages as the token arrays that the reader is trained on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.readers.span.encoding import (
    Tokens,
    claim_ids,
    join,
    passage_tokens,
    question_ids,
)
from assistant.readers.span.encoding import room_for_passage as room_for
from assistant.readers.span.model import CONTRADICTION, ENTAILMENT, LABELS
from assistant.readers.span.train.code_switch import CodeSwitch
from assistant.readers.span.train.corrupt import corrupt
from assistant.readers.span.train.mix import (
    HELD_OUT_PREMISES,
    MIX,
    PREMISES,
    Row,
    Source,
    is_held_out,
    read_source,
    training_rows,
)
from assistant.readers.span.train.negatives import HardNegatives

_LENGTHS = (128, 160, 160, 192, 224)
"""Most tokens of a question and its passage, of which one is drawn for each example."""
_CORRUPTED = 0.35
"""Share of the entailed hypotheses in which a number or a name is exchanged, if there is one."""
_NEGATIVES = 0.3
"""Share of the answered questions that is also read with a passage that does not answer."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a passage, as token ids."""

    ids: NDArray[np.int32]
    first: int
    """Index of the passage's first token."""
    start: int
    """Index of the answer's first token; 0 where the passage does not answer."""
    end: int
    """Index of the answer's last token; 0 where the passage does not answer."""
    label: int = -1
    """Of a premise and a hypothesis, the index of its label in `LABELS`; -1 for a question."""


Group = tuple[Example, ...]
"""Passages for one question."""


def training_groups(folder: Path, tokenizer: Any, switch: CodeSwitch, seed: int) -> list[Group]:
    """One pass over the mix, in an order that the seed gives."""
    random = Random(seed)
    groups: list[Group] = []
    for source in MIX:
        before = len(groups)
        groups.extend(_groups(folder, source, tokenizer, switch, random))
        print(f"{source.name}: {len(groups) - before} questions", flush=True)
    before = len(groups)
    for name, repeats in PREMISES.items():
        groups.extend(_entailment_groups(folder, name, repeats, tokenizer, switch, random))
    print(f"premises and hypotheses: {len(groups) - before}", flush=True)
    random.shuffle(groups)
    return groups


def _entailment_groups(
    folder: Path, name: str, repeats: float, tokenizer: Any, switch: CodeSwitch, random: Random
) -> Iterator[Group]:
    for row in read_source(folder, name):
        if is_held_out(row["premise"], HELD_OUT_PREMISES):
            continue
        for _ in range(int(repeats) + (random.random() < repeats % 1)):
            claim, label = row["hypothesis"], LABELS.index(row["label"])
            if label == ENTAILMENT and random.random() < _CORRUPTED:
                corrupted = corrupt(claim, row["premise"], random)
                claim, label = (corrupted, CONTRADICTION) if corrupted else (claim, label)
            claim = switch({"question": claim, "lang": row["lang"]}, random)
            yield (encode_claim(tokenizer, claim, row["premise"], label),)


def encode_claim(tokenizer: Any, claim: str, premise: str, label: int = -1) -> Example:
    """A claim and what is to bear it out, as one example; the end of a long premise is cut off."""
    ids = claim_ids(tokenizer, claim)
    pair = join(ids, passage_tokens(tokenizer, premise), 0, room_for(ids, max(_LENGTHS)))
    return Example(np.array(pair.ids, np.int32), pair.first, 0, 0, label)


def _groups(
    folder: Path, source: Source, tokenizer: Any, switch: CodeSwitch, random: Random
) -> Iterator[Group]:
    rows = list(training_rows(folder, source, random))
    paired = [row for row in rows if row["answers"] and random.random() < _NEGATIVES]
    negatives: dict[tuple[str, str], list[str]] = {}
    if paired:
        found = HardNegatives(rows).find(paired)
        keys = [(row["question"], row["context"]) for row in paired]
        negatives = dict(zip(keys, found, strict=True))
    tokens: dict[str, Tokens] = {}
    translations = _translations(rows) if source.name == "relx-template" else {}
    for row in rows:
        asked = switch(random.choice(translations.get(row["id"].split("-")[0], [row])), random)
        question = question_ids(tokenizer, asked)
        passages = [row["context"]]
        others = negatives.get((row["question"], row["context"]))
        if others:
            passages.append(random.choice(others))
        group: list[Example] = []
        for place, passage in enumerate(passages):
            if passage not in tokens:
                tokens[passage] = passage_tokens(tokenizer, passage)
            answer = random.choice(row["answers"]) if row["answers"] and place == 0 else None
            example = encode(question, tokens[passage], answer, random)
            if example:
                group.append(example)
        if group:
            yield tuple(group)


def _translations(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The same question in several languages, by the number of its sentence."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["id"].split("-")[0], []).append(row)
    return found


def encode(
    question: list[int], tokens: Tokens, answer: dict[str, Any] | None, random: Random
) -> Example | None:
    """An example of at most a drawn length: a window of the passage, with the answer in it.

    None where the answer does not fit, or has no tokens.
    """
    room = room_for(question, random.choice(_LENGTHS))
    last = max(0, len(tokens.ids) - room)
    if answer is None:
        first = random.randint(0, last)
        pair = join(question, tokens, first, room)
        return Example(np.array(pair.ids, np.int32), pair.first, 0, 0)
    at, until = answer["start"], answer["start"] + len(answer["text"])
    inside = [i for i, (a, b) in enumerate(tokens.offsets) if b > at and a < until]
    if not inside or inside[-1] - inside[0] >= room:
        return None
    first = random.randint(max(0, min(inside[-1] - room + 1, last)), min(inside[0], last))
    pair = join(question, tokens, first, room)
    start, end = (pair.first + i - first for i in (inside[0], inside[-1]))
    return Example(np.array(pair.ids, np.int32), pair.first, start, end)
