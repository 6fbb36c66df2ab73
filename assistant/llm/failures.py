"""Failures of chat models: `ModelFailed`, and the kind of failure behind any provider's errors."""

import re
import traceback
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")


class Failure(StrEnum):
    """What went wrong with a chat model."""

    UNREACHABLE = "unreachable"
    SLOW = "slow"
    KEY_REFUSED = "key refused"
    BUSY = "busy"
    UNKNOWN_MODEL = "unknown model"
    TOO_LONG = "too long"
    FILTERED = "filtered"
    REFUSED = "refused"
    BROKEN = "broken"
    UNREADABLE = "unreadable"
    CUT_OFF = "cut off"
    EMPTY = "empty"
    ENDLESS = "endless"
    UNPROVED = "unproved"


class ModelFailed(Exception):
    """A chat model gave no reply; the error that its package raised is the cause."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.value)
        self.failure = failure


class BadReply(ModelFailed):
    """A chat model gave a reply of which no answer can be made."""


@contextmanager
def told_as_failures() -> Iterator[None]:
    """Raise `ModelFailed` for whatever the package of a chat model raises."""
    try:
        yield
    except ModelFailed:
        raise
    except Exception as error:  # each provider has errors of its own
        raise ModelFailed(failure_of(error)) from error


def guarded(pieces: Generator[T]) -> Generator[T]:
    """The pieces of a reply; `ModelFailed` for what is raised on the way to the next one.

    What is done with a piece is not the model's, and its errors pass as they are.
    """
    try:
        while True:
            with told_as_failures():
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece
    finally:
        pieces.close()


# Each provider has errors of its own, but their names are alike, and LangChain's common ones are
# named the same way. The first row that fits counts: a time-out is often a connection error too.
_BY_NAME = (
    (re.compile("ContextOverflow|ContextWindow"), Failure.TOO_LONG),
    (re.compile("ContentFilter|Refusal|Safety"), Failure.FILTERED),
    (re.compile("Timeout|DeadlineExceeded"), Failure.SLOW),
    (re.compile("RateLimit|TooManyRequests|ResourceExhausted"), Failure.BUSY),
    (re.compile("Authentication|PermissionDenied|Unauthenticated"), Failure.KEY_REFUSED),
    (re.compile("RemoteProtocol|ReadError|IncompleteRead|ClientPayload"), Failure.CUT_OFF),
    (re.compile("Connect(ion)?(Error)?$|ConnectionError|ConnectError"), Failure.UNREACHABLE),
)
# What a provider says of a request that it refuses is looked at, and never shown: it may repeat
# the key.
_BY_MESSAGE = (
    (re.compile("content.?(filter|management|policy)|safety|moderation", re.I), Failure.FILTERED),
    (
        re.compile("context.?(length|window)|too long|too many tokens|maximum context", re.I),
        Failure.TOO_LONG,
    ),
)
_BY_STATUS = {
    401: Failure.KEY_REFUSED,
    403: Failure.KEY_REFUSED,
    404: Failure.UNKNOWN_MODEL,
    408: Failure.SLOW,
    413: Failure.TOO_LONG,
    429: Failure.BUSY,
    504: Failure.SLOW,
}
_MISREAD = (ValueError, TypeError, LookupError, AttributeError)
"""What a provider's package runs into when it is sent something of another shape."""


def failure_of(error: BaseException) -> Failure:
    """Why a chat model failed, from the error that it, or its provider's package, raised."""
    found = [failure for failure in map(_failure_of_one, _causes(error)) if failure]
    if found[:1] == [Failure.UNREACHABLE] and Failure.CUT_OFF in found:
        return Failure.CUT_OFF  # packages also call it a connection error when one is lost
    return found[0] if found else Failure.BROKEN


def trace_of(error: BaseException) -> str:
    """Where an error came from, without its message: a provider's may repeat the key."""
    kinds = " from ".join(type(cause).__name__ for cause in _causes(error))
    return f"{kinds}\n{''.join(traceback.format_tb(error.__traceback__))}"


def _failure_of_one(error: BaseException) -> Failure | None:
    if isinstance(error, ModelFailed):
        return error.failure
    status = _status(error)
    if status in (400, 422):
        said = f"{error} {getattr(error, 'body', '')}"
        told = (failure for words, failure in _BY_MESSAGE if words.search(said))
        return next(told, None) or _by_name(error) or Failure.REFUSED
    if status is not None and status >= 400:
        named = _BY_STATUS.get(status)
        return named or (Failure.BROKEN if status >= 500 else Failure.REFUSED)
    return _by_name(error) or (Failure.UNREADABLE if isinstance(error, _MISREAD) else None)


def _by_name(error: BaseException) -> Failure | None:
    names = [kind.__name__ for kind in type(error).__mro__]
    fitting = (failure for words, failure in _BY_NAME if any(map(words.search, names)))
    return next(fitting, None)


def _status(error: BaseException) -> int | None:
    """The HTTP status that an error of a provider tells, under any of its usual names."""
    response = getattr(error, "response", None)
    for holder, name in ((error, "status_code"), (response, "status_code"), (error, "code")):
        status = getattr(holder, name, None)
        if isinstance(status, int):
            return status
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error, then what it was raised from."""
    seen: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in seen:
        seen.append(cause)
        yield cause
        cause = cause.__cause__
