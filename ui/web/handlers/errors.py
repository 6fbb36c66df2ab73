"""Error reporting of the event handlers, in the reader's language."""

import inspect
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import gradio as gr
from gradio.context import LocalContext
from markupsafe import escape

from ui.internal_errors import InternalError, internal_errors
from ui.web.handlers.request import words_of
from ui.web.i18n.en import ENGLISH
from ui.web.i18n.words import Words
from vectorstore.errors import CiteraError

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")


def reports_errors(handler: Callable[P, R]) -> Callable[P, R]:
    """Decorator that turns the errors of an event handler, or of its updates, into `gr.Error`.

    The text is that of a `CiteraError`. Any other exception is logged with its traceback, and
    reported as an internal error in the reader's language.
    """

    @wraps(handler)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        with _as_gradio_errors(handler.__name__):
            return handler(*args, **kwargs)

    @wraps(handler)
    def stream(*args: P.args, **kwargs: P.kwargs) -> Iterator[Any]:
        with _as_gradio_errors(handler.__name__):
            yield from cast(Iterator[Any], handler(*args, **kwargs))

    # Gradio checks whether a handler is a generator function.
    return cast(Callable[P, R], stream) if inspect.isgeneratorfunction(handler) else call


@contextmanager
def _as_gradio_errors(name: str) -> Iterator[None]:
    try:
        with internal_errors(logger, f"handling {name!r}"):
            yield
    except InternalError as error:
        raise gr.Error(_words().internal_error, print_exception=False) from error
    except CiteraError as error:
        # Gradio shows the text as HTML.
        raise gr.Error(str(escape(str(error))), print_exception=False) from error


def _words() -> Words:
    """The words in the language of the current event's reader; English outside of an event."""
    request = LocalContext.request.get(None)
    return words_of(request) if request is not None else ENGLISH
