"""Crash test: kills ingests at random moments and checks that no data is lost.

    python -m eval.bench.crash_ingest [--kills 50] [--seed 1]

Every round changes a folder of articles (some new, some rewritten, some deleted), kills a sync of
it with SIGKILL at a random moment, checks what the store then holds, and completes a second sync.
The store must then hold exactly what an undisturbed one does.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assistant.settings import Settings
from ingest import pipeline, read_articles, split_passages, sync_paths
from vectorstore import Embedder, Store

_ARTICLES = 30
_SMALL_BATCH = 900  # so that a run commits many times
_WORDS = [
    "general",
    "army",
    "coast",
    "talks",
    "capital",
    "militia",
    "minister",
    "oil",
    "harbour",
    "airport",
    "ceasefire",
    "border",
    "president",
    "envoy",
    "bank",
    "election",
    "council",
    "city",
    "desert",
    "convoy",
]


@dataclass(frozen=True)
class CrashReport:
    """Result of all rounds; `faults` is empty if the store survived them."""

    kills: int
    midway: int
    """Number of kills after which some changes of the round were stored, and others not."""
    faults: list[str]


def crash_rounds(
    embedder: Embedder, kills: int, seed: int, say: Callable[[str], None] = print
) -> CrashReport:
    """Kill `kills` ingests at random moments. `embedder` must not have embedded anything yet."""
    import sentencex  # noqa: F401 - here, once, rather than in each fork

    import vectorstore.ann.chroma  # noqa: F401

    chance = random.Random(seed)
    faults: list[str] = []
    done = midway = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive, outcome = folder / "archive", folder / "outcome.json"
        archive.mkdir()
        # The second run is timed: the first also makes the store.
        for _ in range(2):
            _change(archive, chance)
            seconds = _run(partial(_sync, folder, embedder)) or 0.0
        while done < kills:
            before = _contents(archive)
            _change(archive, chance)
            after = _contents(archive)
            moment = chance.uniform(0, seconds)
            if _run(partial(_sync, folder, embedder), kill_after=moment) is not None:
                continue  # the sync ended before the kill
            done += 1
            _run(partial(_check_store, folder, embedder, before, after))
            killed = json.loads(outcome.read_text("utf-8"))
            _run(partial(_sync, folder, embedder))
            _run(partial(_check_store, folder, embedder, after, after))
            mended = json.loads(outcome.read_text("utf-8"))
            midway += killed["state"] == "midway"
            faults += [f"kill {done}: {fault}" for fault in killed["faults"]]
            faults += [f"after kill {done}: {fault}" for fault in mended["faults"]]
            say(f"kill {done} at {moment:.2f} s: {killed['state']}")
    return CrashReport(done, midway, faults)


def _run(work: Callable[[], None], kill_after: float | None = None) -> float | None:
    """Run `work` in a fork; its duration in seconds, or None if it was killed before its end."""
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and kill_after is not None:
        return None
    if status != 0:
        raise RuntimeError(f"the child process ended with status {status}")
    return time.monotonic() - started


def _sync(folder: Path, embedder: Embedder) -> None:
    pipeline._BATCH_SIZE = _SMALL_BATCH
    with Store.open(folder / "store", embedder) as store:
        # Parsed in this process: starting another would take most of the time that kills fall in.
        sync_paths(store, [folder / "archive"], limits=None)


def _change(archive: Path, chance: random.Random) -> None:
    """Write, rewrite and delete articles so that about half of the folder differs."""
    for number in range(_ARTICLES):
        path = archive / f"{number}.txt"
        if chance.random() < 0.15:
            path.unlink(missing_ok=True)
        elif not path.exists() or chance.random() < 0.4:
            sentences = (
                f"The {' '.join(chance.choices(_WORDS, k=6))} of {chance.randrange(10**6)}."
                for _ in range(chance.randint(1, 6))
            )
            path.write_text("\n\n".join(sentences), "utf-8")


def _contents(archive: Path) -> dict[str, str]:
    """Expected content of the store: content hashes by article id."""
    articles = (article for path in archive.iterdir() for article in read_articles(path))
    return {article.id: article.content_hash for article in articles}


def _check_store(
    folder: Path, embedder: Embedder, before: dict[str, str], after: dict[str, str]
) -> None:
    """Write whether the store holds `before`, `after` or whole articles of either, to a file."""
    found: list[str] = []
    with Store.open(folder / "store", embedder) as store:
        for word in _WORDS[::5]:
            for hit in store.search(word, 10):
                passage, text = hit.passage, hit.article.text
                if passage.text != text[passage.start : passage.end]:
                    found.append(f"a passage of {hit.article.source} is not in its text")
        held = store.content_hashes()
        for article_id, content_hash in held.items():
            if content_hash not in (before.get(article_id), after.get(article_id)):
                found.append(f"article {article_id} is of neither state")
            article = store.get(article_id)
            if article and store.passages(article_id) != split_passages(article):
                found.append(f"the passages of article {article_id} are not its own")
        found += store.faults()
    state = "after" if held == after else "before" if held == before else "midway"
    if before == after and state != "after":
        found.append("the store does not hold what an undisturbed one would")
    outcome = {"state": state, "faults": found}
    (folder / "outcome.json").write_text(json.dumps(outcome), "utf-8")


def main() -> int:
    """Run the rounds; the exit code, 1 if there was a fault."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cache", type=Path, default=Settings().cache)
    options = parser.parse_args()
    import torch

    torch.set_num_threads(1)  # a fork does not inherit the threads of a pool
    embedder = Embedder("e5-small", options.cache)
    embedder.encode_passages([])  # loads the model here, once, and not in each fork
    print(f"embedding with {embedder.identity}")
    report = crash_rounds(embedder, options.kills, options.seed)
    for fault in report.faults:
        print(fault)
    print(f"{report.kills} kills, {report.midway} of them midway, {len(report.faults)} faults")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
