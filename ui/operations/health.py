"""`Health`: whether the chat can answer, for supervisors and load balancers, at `/health`."""

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from anyio import CapacityLimiter, fail_after, to_thread
from fastapi import APIRouter
from fastapi.responses import JSONResponse

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

    It is open to everybody (`ui.access.sessions.RequireLogin`), so it tells nothing else.
    """
    routes = APIRouter()

    @routes.api_route("/health", methods=["GET", "HEAD"])
    async def show() -> JSONResponse:
        parts = await health.check()
        failed = "failed" in parts.values()
        told = {"status": "failed" if failed else "ok", **parts}
        return JSONResponse(told, 503 if failed else 200, {"Cache-Control": "no-store"})

    return routes
