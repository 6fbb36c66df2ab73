"""The chat page: its layout in Gradio, and which handler answers to what."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from markupsafe import Markup

from ui.handlers import Handlers
from ui.history import Conversation, History, write_history
from ui.i18n import LANGUAGES, Words, as_dict

if TYPE_CHECKING:
    from assistant import Assistant, Settings

ASSETS = "citera-assets"
"""Path under which the page's own style sheet and icon are served."""

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""What all events share: the page shows its own progress, and has its own interface to programs."""


def build(assistant: "Assistant", settings: "Settings") -> gr.Blocks:
    """The chat page on `assistant`; mount it with `translations()`."""
    with gr.Blocks(title="Citera", analytics_enabled=False, fill_width=True) as page:
        parts = _lay_out()
        _wire(page, parts, Handlers(assistant, settings.feedback), settings.questions_at_once)
    page.queue(max_size=settings.questions_waiting)
    return page


def translations() -> gr.I18n:
    """The page's fixed texts, in the form that lets the browser choose among languages."""
    return gr.I18n(**{code: _texts(words) for code, words in LANGUAGES.items()})


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components of the page that events read or write."""

    conversation: gr.State
    kept: gr.BrowserState
    new: gr.Button
    thread: gr.HTML
    box: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    tabs: gr.Tabs
    source: gr.HTML
    history: gr.HTML


def _lay_out() -> _Parts:
    text = translations()
    conversation = gr.State(Conversation())
    kept = gr.BrowserState(write_history(History()), storage_key="citera", secret="citera")
    with gr.Row(elem_id="top"):
        gr.HTML(text("header"), elem_id="brand", apply_default_css=False)
        new = gr.Button(text("new"), elem_id="new", size="sm")
    with gr.Row(elem_id="body"):
        with gr.Column(elem_id="main", min_width=0):
            thread = _html("thread", "chat.js")
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
        with gr.Column(elem_id="side", min_width=0), gr.Tabs(elem_id="tabs") as tabs:
            with gr.Tab(text("source_tab"), id="source"):
                source = _html("source", "panel.js")
            with gr.Tab(text("history_tab"), id="history"):
                history = _html("history", "panel.js")
    return _Parts(conversation, kept, new, thread, box, ask, stop, tabs, source, history)


def _wire(page: gr.Blocks, parts: _Parts, handlers: Handlers, at_once: int) -> None:
    p, conversation, kept = parts, parts.conversation, parts.kept
    remembered = [kept, p.history]
    everything = [p.thread, p.source, conversation, kept, p.history]
    answering: dict[str, Any] = {
        "outputs": [p.box, p.thread, p.source, conversation],
        "concurrency_id": "answer",
        "concurrency_limit": at_once,
        **_QUIET,
    }
    asked = [
        gr.on([p.box.submit, p.ask.click], handlers.ask, [p.box, conversation], **answering),
        p.thread.example_select(handlers.ask_example, [conversation], **answering),
        p.thread.retry(handlers.retry, [conversation], **answering),
    ]
    for event in asked:
        event.then(handlers.remember, [conversation, kept], remembered, **_QUIET)
    p.stop.click(
        handlers.stop, [conversation], [p.thread, conversation], cancels=asked, **_QUIET
    ).then(handlers.remember, [conversation, kept], remembered, **_QUIET)
    p.new.click(handlers.clear, [kept], everything, cancels=asked, **_QUIET)

    at_hand = {"queue": False, **_QUIET}
    p.thread.edit(handlers.edit, [conversation], [p.box], **at_hand)
    p.thread.select(handlers.open_source, [conversation], [p.source, p.tabs], **at_hand)
    p.thread.like(handlers.judge, [conversation], [p.thread, conversation], **at_hand).then(
        handlers.remember, [conversation, kept], remembered, **_QUIET
    )
    p.history.select(handlers.recall, [kept], everything, cancels=asked, **at_hand)
    p.history.delete(handlers.forget, [kept], remembered, **at_hand)
    page.load(handlers.load, [kept], [p.thread, p.source, conversation, p.history], **_QUIET)


def _html(elem_id: str, script: str) -> gr.HTML:
    """A component whose HTML comes from the handlers, with the script that makes it live."""
    code = (Path(__file__).parent / "assets" / script).read_text(encoding="utf-8")
    return gr.HTML(elem_id=elem_id, js_on_load=code, apply_default_css=False)


def _texts(words: Words) -> dict[str, str]:
    header = Markup(
        '<div class="brand"><img src="{}/icon.svg" alt="" width="30" height="30">'
        '<h1>Citera</h1><p>{}</p><button type="button" data-do="panel" aria-label="{}">☰</button>'
        "</div>"
    )
    return {**as_dict(words), "header": str(header.format(ASSETS, words.tagline, words.panel))}
