"""Replays all tapes of a folder, `python -m tests.golden.check FOLDER`; exits 1 if one differs.

With `--accept`, events that differ are written to the tapes: for a change that is meant, where the
calls of models and searches stay the same. Where they do not, `tests.golden.record` records anew.
"""

import argparse
import copy
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

from tests.golden.replay import MODES, replay, tapes_of
from tests.golden.tape import FOLDER, Corpus, Differs, Tape, read_tapes


def check(folder: Path, mode: str, accept: bool) -> int:
    """The number of tapes of a mode that differ."""
    corpus, wrong = Corpus(folder / "corpus.json"), 0
    tapes = read_tapes(tapes_of(folder, mode))
    for tape in tapes:
        told = difference(tape, mode, corpus, accept)
        if told:
            wrong += 1
            print(mode, tape.id, told)
    if accept:
        lines = [json.dumps(asdict(tape), ensure_ascii=False) for tape in tapes]
        tapes_of(folder, mode).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return wrong


def difference(tape: Tape, mode: str, corpus: Corpus, accept: bool = False) -> str | None:
    """What differs from a tape, in a line; with `accept`, the tape is given the new events."""
    try:
        events = replay(copy.deepcopy(tape), mode, corpus)
    except Differs as error:
        return str(error)
    pairs = zip(events, tape.events, strict=False)
    first = next((f"now {now}, then {then}" for now, then in pairs if now != then), None)
    if first is None and len(events) != len(tape.events):
        first = f"{len(events)} events, then {len(tape.events)}"
    if accept:
        tape.events = events
    return first


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--accept", action="store_true")
    options = parser.parse_args()
    wrong = 0
    for mode in MODES:
        started = time.monotonic()
        wrong += check(options.folder, mode, options.accept)
        print(f"{mode}: {time.monotonic() - started:.1f} s")
    print(f"{wrong} differ")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
