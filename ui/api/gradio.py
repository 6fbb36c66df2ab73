"""The page's functions for programs, over Gradio's HTTP interface and its Python client."""

from dataclasses import replace
from typing import Any

import gradio as gr

from ui.api.functions import Functions
from ui.web.handlers.asking import reader_of


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
    gr.api(ask, api_name="ask", concurrency_limit=None)  # questions wait in a queue of our own
    gr.api(functions.search, api_name="search", concurrency_limit=at_once)
    gr.api(functions.read_article, api_name="read_article", concurrency_limit=at_once)
