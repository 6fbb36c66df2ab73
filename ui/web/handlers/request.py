"""The reader behind a request of the page: their name, and the language of their browser."""

import gradio as gr

from ui.web.i18n.choose import words_for
from ui.web.i18n.words import Words


def words_of(request: gr.Request) -> Words:
    """The words of the page in the language that the reader's browser asks for."""
    return words_for(request.headers.get("accept-language"))


def reader_of(request: gr.Request) -> str:
    """Who asks: the name logged in with, else the address that the request came from."""
    return request.username or (request.client.host if request.client else "")
