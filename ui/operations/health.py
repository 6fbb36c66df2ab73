"""`Health`: whether the chat can answer, for supervisors and load balancers, at `/health`."""

import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from anyio import CapacityLimiter, fail_after, to_thread
from fastapi import APIRouter
from fastapi.responses import JSONResponse

from ui.api.queue import Queue
from ui.web.handlers.background import Background
from ui.web.warm_up import WarmUp

if TYPE_CHECKING:
    from assistant import Assistant

logger = logging.getLogger(__name__)

State = Literal["ok", "loading", "missing", "failed"]
"""Of a part: what is `loading` is waited for by questions; where the local chat model is
`missing`, the articles are quoted. Only `failed` keeps the chat from answering."""
_SECONDS = 5.0
"""Longest time for a read of the store."""


@dataclass(slots=True)
class Health:
    """The parts of the chat that an answer or an upload needs."""

    assistant: "Assistant"
    warm_up: WarmUp
    background: Background
    """Reads uploads."""
    queue: Queue
    """Closed while the chat is being stopped."""
    _limiter: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))
    """A thread of its own: a check waits for no question, and a flood of checks holds up none."""
    _store_failed: bool = False

    async def check(self) -> dict[str, State]:
        """The state of each part."""
        return {
            "store": await self._store(),
            "models": self._models(),
            "uploads": "ok" if self.background.running else "failed",
        }

    async def _store(self) -> State:
        try:
            with fail_after(_SECONDS):
                await to_thread.run_sync(
                    self._read_store, limiter=self._limiter, abandon_on_cancel=True
                )
        except Exception as error:
            if isinstance(error, TimeoutError) and self.warm_up.running:
                return "loading"  # it is opened with the models
            if not self._store_failed:  # once, however often it is asked
                logger.error("the store cannot be read: %s", str(error) or type(error).__name__)
            self._store_failed = True
            return "failed"
        self._store_failed = False
        return "ok"

    def _read_store(self) -> None:
        self.assistant.store.get("")  # no article's id: opens the store and queries it

    def _models(self) -> State:
        if self.warm_up.failed:
            return "failed"
        if self.warm_up.running:
            return "loading"
        return "missing" if self.assistant.lacks_model else "ok"


def health_routes(health: Health) -> APIRouter:
    """The route `/health`: JSON with the state of each part, and the status 503 where one failed.

    So it is while the chat is being stopped, when it takes no questions.

    It is open to everybody (`ui.access.sessions.RequireLogin`), so it tells nothing else.
    """
    routes = APIRouter()

    @routes.api_route("/health", methods=["GET", "HEAD"])
    async def show() -> JSONResponse:
        parts = await health.check()
        status = "stopping" if health.queue.closed else _status(parts.values())
        told = {"status": status, **parts}
        return JSONResponse(told, 200 if status == "ok" else 503, {"Cache-Control": "no-store"})

    return routes


def _status(states: Collection[State]) -> Literal["ok", "failed"]:
    return "failed" if "failed" in states else "ok"
