"""JSON log lines, one object each; texts of questions and articles are left out by default."""

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from ui.operations.request_id import REQUEST_ID

_OWN = ("assistant", "eval", "ingest", "ui", "vectorstore")
_ANSWERS = "ui.operations.answers"
"""The logger that writes a line for each answer, below the level of warnings."""
_MOST_CAUSES = 10


class JsonFormatter(logging.Formatter):
    """Formatter of records as JSON in ASCII: no text begins a line or commands a terminal.

    A record may have `fields`, a dict of what to log, and `texts`, one of what to log with `texts`
    only. Without them, neither errors' messages are logged, which may quote an article, nor lines
    of code, nor what other packages put into their messages.
    """

    def __init__(self, texts: bool = False) -> None:
        super().__init__()
        self.texts = texts

    def format(self, record: logging.LogRecord) -> str:
        """The record on one line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._message(record),
            "request_id": REQUEST_ID.get(),
            **getattr(record, "fields", {}),
        }
        if self.texts:
            line |= getattr(record, "texts", {})
        if record.exc_info and record.exc_info[1]:
            causes = islice(_with_causes(record.exc_info[1]), _MOST_CAUSES)
            line["errors"] = [self._error(each) for each in causes]
        return json.dumps({key: each for key, each in line.items() if each is not None})

    def _message(self, record: logging.LogRecord) -> str:
        if self.texts or record.name.partition(".")[0] in _OWN:
            return record.getMessage()
        return (str(record.msg).splitlines() or [""])[0]

    def _error(self, error: BaseException) -> dict[str, Any]:
        stack = traceback.extract_tb(error.__traceback__)
        frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in stack]
        text = {"text": str(error)} if self.texts else {}
        return {"type": type(error).__name__, **text, "frames": frames}


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and, behind it, those that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def log_as_json(texts: bool) -> logging.Handler:
    """Log to stderr as JSON from now on: warnings, errors, and a line for each answer.

    With `texts`, questions, answers and the messages of errors too.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter(texts))
    logging.getLogger().addHandler(handler)
    logging.getLogger(_ANSWERS).setLevel(logging.INFO)
    return handler
