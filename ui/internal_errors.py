"""Internal errors: faults of Citera itself, logged at the interface that they reach."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from ui.operations.metrics import INTERNAL_ERRORS
from vectorstore.errors import CiteraError

P = ParamSpec("P")
R = TypeVar("R")


class InternalError(CiteraError):
    """A fault of Citera itself; the traceback is in the log, and no part of it in the text."""

    def __init__(self) -> None:
        super().__init__(
            "Internal error of Citera: a fault of the program, not of the question or the"
            " articles. The server's log has its traceback."
        )


@contextmanager
def internal_errors(logger: logging.Logger, doing: str) -> Iterator[None]:
    """Log any exception but `CiteraError` with its traceback, and hide its text from the reader.

    `doing` says what failed, such as `answering a question`.

    Raises:
        InternalError: in place of the exception that was logged.
    """
    try:
        yield
    except CiteraError:
        raise
    except Exception as error:
        logger.exception("internal error while %s", doing)
        INTERNAL_ERRORS.inc()
        raise InternalError from error


def raising(
    make_error: Callable[[str], Exception], function: Callable[P, R], logger: logging.Logger
) -> Callable[P, R]:
    """The function, raising errors of the type that an interface passes on to its caller.

    `make_error` builds one from a text: that of the `CiteraError`, or of `InternalError`.
    """

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with internal_errors(logger, f"running {function.__name__!r}"):
                return function(*args, **kwargs)
        except CiteraError as error:
            raise make_error(str(error)) from error

    return call
