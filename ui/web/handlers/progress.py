"""The pace at which the page shows an answer, and the stages that tell of models being loaded."""

import time
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace

from ui.web.state.exchange import Exchange, Stage
from ui.web.warm_up import WarmUp

REFRESH_SECONDS = 0.08
"""Least time between two updates of the page while an answer streams: smooth, and cheap to send."""
_POLL_SECONDS = 0.25
"""How often the stage is looked at anew while models load."""


def paced(exchanges: Iterator[Exchange]) -> Iterator[Exchange]:
    """Leave out updates that only add words and come faster than the page need show them."""
    shown, stage = 0.0, None
    for exchange in exchanges:
        now = time.monotonic()
        if exchange.stage != stage or now - shown >= REFRESH_SECONDS:
            shown, stage = now, exchange.stage
            yield exchange


def with_loading(
    exchanges: Generator[Exchange], warm_up: WarmUp, needs_chat: bool = True
) -> Iterator[Exchange]:
    """The exchanges as they come, with a stage of their own while they wait for a model.

    Before the passages that is `preparing`, while the search loads; after them `loading`, while
    the chat model does, if the answer `needs_chat`. Nothing waits for the end of the warm-up.
    """
    exchange, shown = None, None
    for latest in _polled(exchanges):
        exchange = latest or exchange
        if exchange is None:
            continue
        staged = replace(exchange, stage=_stage(exchange, warm_up, needs_chat))
        if latest or staged.stage != shown:
            yield staged
        shown = staged.stage


def _stage(exchange: Exchange, warm_up: WarmUp, needs_chat: bool) -> Stage:
    if exchange.stage == "searching" and warm_up.search_running:
        return "preparing"
    if exchange.stage == "reading" and warm_up.running and needs_chat:
        return "loading"
    return exchange.stage


def _polled(exchanges: Generator[Exchange]) -> Iterator[Exchange | None]:
    """The exchanges as they come, and None from time to time while none does."""
    worker = ThreadPoolExecutor(max_workers=1)
    try:
        while True:
            coming = worker.submit(next, exchanges, None)
            while not wait([coming], _POLL_SECONDS).done:
                yield None
            exchange = coming.result()
            if exchange is None:
                return
            yield exchange
    finally:
        # It cannot be closed before its next exchange, and an event loop must not wait for that.
        worker.submit(exchanges.close)
        worker.shutdown(wait=False)
