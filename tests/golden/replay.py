"""Replays recorded questions: the real path of a question, with tapes for the store and models."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant, Settings
from assistant.llm.llama_server import Engine
from assistant.llm.load import LocalModel
from tests.assistant.provider import KEY, stand_in
from tests.golden import hosted
from tests.golden.tape import Corpus, Differs, Tape, TapeModel, TapeSpanModel, TapeStore, shown

MODES = ("extractive", "local", "hosted")


def replay(tape: Tape, mode: str, corpus: Corpus) -> list[dict[str, Any]]:
    """The events of a question, as they are compared. Raises `Differs` where calls do."""
    store: Any = TapeStore(tape, corpus)
    with _settings(tape, mode) as settings:
        assistant = Assistant(settings, store)
        span_model: Any = TapeSpanModel(tape)
        assistant._assembly.span_model = span_model
        assembly: Any = assistant._assembly
        assembly._packaged_vectors = _of_no_order
        if mode == "local":
            assistant._assembly.__dict__["_loaded_local"] = _local_model(tape)
        events = [shown(event) for event in assistant.stream(tape.question, tape.turns)]
    tape.require_used_up()
    return events


@contextmanager
def _settings(tape: Tape, mode: str) -> Iterator[Settings]:
    if mode != "hosted":
        yield Settings(model=mode)
        return
    recorded, tape.calls = tape.calls, []
    with stand_in(lambda exchange: hosted.behave(exchange, tape.calls)) as provider:
        yield Settings(
            model="openai:stand-in", base_url=provider.url, api_key=KEY, retries=0, timeout=30
        )
    if tape.calls != recorded:
        raise Differs(f"{tape.id}: recorded {recorded}, called {tape.calls}")
    tape.calls = []


def _local_model(tape: Tape) -> LocalModel:
    def model(role: str) -> TapeModel:
        return TapeModel(role=role, tape=tape)

    return LocalModel(
        name="local",
        engine=Engine("", "", None, None),
        verify=model("verify"),
        phrase=model("phrase"),
        grade=model("grade"),
        translate=model("translate"),
    )


def _of_no_order(texts: Sequence[str]) -> NDArray[np.float32]:
    """Vectors of sentences that give no order: none that was recorded does."""
    return np.zeros((len(texts), 384), np.float32)


def tapes_of(folder: Path, mode: str) -> Path:
    return folder / f"{mode}.jsonl"
