"""Replays all tapes of a folder, `python -m tests.golden.check FOLDER`; exits 1 if one differs."""

import sys
import time
from pathlib import Path

from tests.golden.replay import MODES, replay, tapes_of
from tests.golden.tape import Corpus, Differs, read_tapes


def main(folder: Path) -> int:
    corpus, wrong = Corpus(folder / "corpus.json"), 0
    for mode in MODES:
        started = time.monotonic()
        tapes = read_tapes(tapes_of(folder, mode))
        for tape in tapes:
            try:
                events = replay(tape, mode, corpus)
            except Differs as error:
                wrong += 1
                print(mode, error)
                continue
            if events != tape.events:
                wrong += 1
                pairs = zip(events, tape.events, strict=False)
                first = next((pair for pair in pairs if pair[0] != pair[1]), "another number")
                print(mode, tape.id, "now, then:", first)
        print(f"{mode}: {len(tapes)} replayed in {time.monotonic() - started:.1f} s")
    print(f"{wrong} differ")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
