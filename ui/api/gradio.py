"""The page's functions for programs, over Gradio's HTTP interface and its Python client."""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ParamSpec, TypeVar

import gradio as gr
from gradio.events import api

from ui.api.functions import Functions
from ui.internal_errors import raising
from ui.web.handlers.request import reader_of

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")


def add_api(functions: Functions) -> None:
    """Add `/ask`, `/search` and `/read_article` to the page that is being built."""

    def ask(
        request: gr.Request,
        question: str,
        since: str = "",
        until: str = "",
        source: str = "",
        language: str = "",
        collection: str = "",
    ) -> dict[str, Any]:
        asking = replace(functions, reader=reader_of(request))
        return asking.ask(question, since, until, source, language, collection)

    ask.__doc__ = functions.ask.__doc__
    at_once = functions.admission.queue.at_once
    # Questions need no limit of Gradio's: they wait in a queue of our own.
    api(_told(ask), api_name="ask", concurrency_limit=None)
    api(_told(functions.search), api_name="search", concurrency_limit=at_once)
    api(_told(functions.read_article), api_name="read_article", concurrency_limit=at_once)


def _told(function: Callable[P, R]) -> Callable[P, R]:
    """The function with its errors as Gradio's, of which the text alone reaches the caller."""
    return raising(lambda text: gr.Error(text, print_exception=False), function, logger)
