"""The chat page: its layout in Gradio, and which handler answers to what."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from markupsafe import Markup

from ui.handlers import Handlers
from ui.i18n import LANGUAGES, Words, as_dict

if TYPE_CHECKING:
    from assistant import Assistant

ASSETS = "citera-assets"
"""Path under which the page's own style sheet and icon are served."""


def build(assistant: "Assistant", waiting: int = 64, at_once: int = 10) -> gr.Blocks:
    """The chat page on `assistant`; mount it with `translations()`.

    Args:
        assistant: what answers; its store is shown and searched.
        waiting: questions that may wait in the queue before more are turned away.
        at_once: questions that are worked on at the same time. Retrieval serves them side by
            side; the chat model takes them in turn.
    """
    handlers = Handlers(assistant)
    text = translations()
    with gr.Blocks(title="Citera", analytics_enabled=False, fill_width=True) as page:
        conversation = gr.State(())
        with gr.Row(elem_id="top"):
            gr.HTML(text("header"), elem_id="brand", apply_default_css=False)
            new = gr.Button(text("new"), elem_id="new", size="sm")
        with gr.Row(elem_id="body"):
            with gr.Column(elem_id="main", min_width=0):
                thread = gr.HTML(
                    elem_id="thread", js_on_load=_script("chat.js"), apply_default_css=False
                )
                with gr.Row(elem_id="composer"):
                    box = gr.Textbox(
                        elem_id="question",
                        label=text("ask_label"),
                        placeholder=text("ask_placeholder"),
                        lines=1,
                        max_lines=6,
                        autofocus=True,
                        container=False,
                        show_label=False,
                    )
                    ask = gr.Button(text("ask"), elem_id="ask", variant="primary")
                    stop = gr.Button(text("stop"), elem_id="stop")
            with gr.Column(elem_id="side", min_width=0):
                source = gr.HTML(
                    elem_id="source", js_on_load=_script("source.js"), apply_default_css=False
                )

        answering: dict[str, Any] = {
            "outputs": [box, thread, source, conversation],
            "show_progress": "hidden",
            "concurrency_id": "answer",
            "concurrency_limit": at_once,
            "api_visibility": "private",
        }
        quick: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        asked = gr.on([box.submit, ask.click], handlers.ask, [box, conversation], **answering)
        example = thread.example_select(handlers.ask_example, [conversation], **answering)
        again = thread.retry(handlers.retry, [conversation], **answering)
        stop.click(
            handlers.stop,
            [conversation],
            [thread, conversation],
            cancels=[asked, example, again],
            **quick,
        )
        thread.edit(handlers.edit, [conversation], [box], queue=False, **quick)
        thread.select(handlers.open_source, [conversation], [source], queue=False, **quick)
        new.click(
            handlers.clear,
            None,
            [thread, source, conversation],
            cancels=[asked, example, again],
            **quick,
        )
        page.load(handlers.load, [conversation], [thread, source], **quick)
    page.queue(max_size=waiting)
    return page


def translations() -> gr.I18n:
    """The page's fixed texts, in the form that lets the browser choose among languages."""
    return gr.I18n(**{code: _texts(words) for code, words in LANGUAGES.items()})


def _texts(words: Words) -> dict[str, str]:
    header = Markup(
        '<div class="brand"><img src="{}/icon.svg" alt="" width="30" height="30">'
        "<h1>Citera</h1><p>{}</p></div>"
    )
    return {**as_dict(words), "header": str(header.format(ASSETS, words.tagline))}


def _script(name: str) -> str:
    return (Path(__file__).parent / "assets" / name).read_text(encoding="utf-8")
