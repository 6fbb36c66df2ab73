"""Background loading of the models, begun when the server starts."""

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from vectorstore.errors import CiteraError

if TYPE_CHECKING:
    from assistant import Assistant

logger = logging.getLogger(__name__)


class WarmUp:
    """The loading of an assistant's models in background threads.

    The search models load beside the chat model and are usually ready first. A question need not
    wait for the end: the assistant loads what it lacks.
    """

    def __init__(self, assistant: "Assistant") -> None:
        self.failed = False
        """Whether some of the models could not be loaded."""
        self._search = self._start(lambda: assistant.search("warm-up"))
        self._all = self._start(assistant.warm_up)

    @property
    def search_running(self) -> bool:
        """Whether the models of the search are still being loaded."""
        return self._search.is_alive()

    @property
    def running(self) -> bool:
        """Whether any of the models are still being loaded."""
        return self._search.is_alive() or self._all.is_alive()

    def wait(self) -> None:
        """Return when the models are loaded, or loading has failed."""
        self._search.join()
        self._all.join()

    def _start(self, load: Callable[[], object]) -> threading.Thread:
        thread = threading.Thread(target=self._load, args=(load,), daemon=True)
        thread.start()
        return thread

    def _load(self, load: Callable[[], object]) -> None:
        try:
            load()
        except CiteraError as error:
            self.failed = True
            # Each question shows the same error on the page; the log is for whoever started it.
            logger.error("%s", error)
        except Exception:
            self.failed = True
            logger.exception("internal error while loading the models")
