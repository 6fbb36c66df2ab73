"""Reader of a request: identity, and language of the browser."""

import gradio as gr

from ui.web.i18n.choose import words_for
from ui.web.i18n.words import Words


def words_of(request: gr.Request) -> Words:
    """The words of the page in the language that the reader's browser asks for."""
    return words_for(request.headers.get("accept-language"))


def reader_of(request: gr.Request) -> str:
    """The reader's identity: the login name, else the client's address."""
    return request.username or (request.client.host if request.client else "")
