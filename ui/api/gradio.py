"""The page's functions for programs, over Gradio's HTTP interface and its Python client."""

from typing import Any

import gradio as gr

from ui.api.functions import Functions
from ui.api.queue import Line
from ui.api.rate_limit import RateLimit
from ui.web.handlers.asking import reader_of
from ui.web.i18n.choose import ENGLISH


def add_api(functions: Functions, limit: RateLimit, line: Line) -> None:
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
        wait = limit.wait(reader_of(request))
        if wait:
            raise gr.Error(ENGLISH.slow_down.format(seconds=round(wait) + 1))
        with line.join() as place:
            place.wait_for_turn()
            return functions.ask(question, since, until, source, language, collection)

    ask.__doc__ = functions.ask.__doc__
    gr.api(ask, api_name="ask", concurrency_limit=None)
    gr.api(functions.search, api_name="search", concurrency_limit=line.at_once)
    gr.api(functions.read_article, api_name="read_article", concurrency_limit=line.at_once)
