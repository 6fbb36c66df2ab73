"""Progress of an answer on the page: rate of updates, and stages while models load."""

import time
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace

from ui.web.state.exchange import Exchange, Stage
from ui.web.warm_up import WarmUp

REFRESH_SECONDS = 0.08
"""Least seconds between two updates while an answer streams: smooth, and cheap to send."""
_POLL_SECONDS = 0.25
"""Seconds between two checks of the stage while models load."""


def paced(exchanges: Iterator[Exchange]) -> Iterator[Exchange]:
    """Drop updates that only add words and come within `REFRESH_SECONDS` of the last."""
    shown, stage = 0.0, None
    for exchange in exchanges:
        now = time.monotonic()
        if exchange.stage != stage or now - shown >= REFRESH_SECONDS:
            shown, stage = now, exchange.stage
            yield exchange


def with_loading(
    exchanges: Generator[Exchange], warm_up: WarmUp, needs_chat: bool = True
) -> Iterator[Exchange]:
    """The exchanges as they come, with a stage that says while they wait for a model.

    The stage is `preparing` before the passages, while the search models load, and `loading` after
    them, while the warm-up runs and if the answer `needs_chat`. Nothing waits for the warm-up.
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
    if exchange.stage in ("reading", "phrasing") and warm_up.running and needs_chat:
        return "loading"
    return exchange.stage


def _polled(exchanges: Generator[Exchange]) -> Iterator[Exchange | None]:
    """The exchanges as they come, and None every `_POLL_SECONDS` without one."""
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
