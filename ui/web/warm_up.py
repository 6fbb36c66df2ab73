"""Loads the models in the background as the page opens, so that the first question finds them."""

import logging
import threading
from typing import TYPE_CHECKING

from vectorstore.errors import CiteraError

if TYPE_CHECKING:
    from assistant import Assistant

logger = logging.getLogger(__name__)


class WarmUp:
    """A loading that has begun, and can be waited for."""

    def __init__(self, assistant: "Assistant") -> None:
        self._thread = threading.Thread(target=_load, args=(assistant,), daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether the models are still being loaded."""
        return self._thread.is_alive()

    def wait(self) -> None:
        """Return once the models are loaded, or cannot be."""
        self._thread.join()


def _load(assistant: "Assistant") -> None:
    try:
        assistant.warm_up()
    except CiteraError as error:
        # Each question will be told the same in the page; this is for whoever started it.
        logger.error("%s", error)
    except Exception:
        logger.exception("internal error while loading the models")
