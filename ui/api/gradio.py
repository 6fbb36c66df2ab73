"""Gradio's HTTP interface to the functions for programs, and so for its Python client."""

import inspect
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, ParamSpec, TypeVar, get_type_hints

import gradio as gr
from gradio.events import api
from pydantic import TypeAdapter, ValidationError

from ui.api.functions import Functions
from ui.internal_errors import raising
from ui.web.handlers.request import reader_of
from vectorstore.errors import CiteraError

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")


def add_api(functions: Functions) -> None:
    """Add an endpoint for each function to the page that is being built."""

    def ask(
        request: gr.Request,
        question: str,
        since: str = "",
        until: str = "",
        source: str = "",
        language: str = "",
        collection: str = "",
    ) -> dict[str, Any]:
        own = _of_reader(functions, request)
        return own.ask(question, since, until, source, language, collection)

    def search(
        request: gr.Request,
        query: str,
        passages: int = 5,
        since: str = "",
        until: str = "",
        source: str = "",
        language: str = "",
        collection: str = "",
    ) -> list[dict[str, Any]]:
        own = _of_reader(functions, request)
        return own.search(query, passages, since, until, source, language, collection)

    def read_article(request: gr.Request, article_id: str) -> dict[str, Any]:
        return _of_reader(functions, request).read_article(article_id)

    def locate_quote(
        request: gr.Request, article_id: str, start: int, end: int
    ) -> list[dict[str, Any]]:
        return _of_reader(functions, request).locate_quote(article_id, start, end)

    for function in (ask, search, read_article, locate_quote):
        function.__doc__ = getattr(functions, function.__name__).__doc__
    at_once = functions.admission.queue.at_once
    # No limit by Gradio: questions wait in our own queue, which tells readers so.
    api(_with_gradio_errors(ask), api_name="ask", concurrency_limit=None)
    for function in (search, read_article, locate_quote):
        name = function.__name__
        api(_with_gradio_errors(function), api_name=name, concurrency_limit=at_once)


def _of_reader(functions: Functions, request: gr.Request) -> Functions:
    """The functions for who made a request."""
    readable = functions.readable.by(request.username)
    return replace(functions, readable=readable, reader=reader_of(request))


def _with_gradio_errors(function: Callable[P, R]) -> Callable[P, R]:
    """The function with its errors as `gr.Error`, whose text is all that a caller receives."""
    checked = _checked(function)
    return raising(lambda text: gr.Error(text, print_exception=False), checked, logger)


def _checked(function: Callable[P, R]) -> Callable[P, R]:
    """The function, to which any values may be given: Gradio does not look at their types.

    What stands for a text or a whole number is taken as such, `null` as left out; of anything else,
    `CiteraError` says which argument it is.
    """
    signature = inspect.signature(function)
    kinds = {
        name: TypeAdapter(k) for name, k in get_type_hints(function).items() if k in (str, int)
    }

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        given = signature.bind(*args, **kwargs).arguments
        for name, kind in kinds.items():
            default = signature.parameters.get(name, inspect.Parameter).default
            if name in given and (given[name] is not None or default is inspect.Parameter.empty):
                given[name] = _as(kind, name, given[name])
            elif name in given:
                given[name] = default
        return function(**given)  # type: ignore[call-arg]  # all can be named

    return call


def _as(kind: TypeAdapter[Any], name: str, value: object) -> object:
    try:
        return kind.validate_python(value)
    except ValidationError as error:
        raise CiteraError(f"The argument {name!r}: {error.errors()[0]['msg']}.") from None
