"""The chat page: its layout in Gradio, and which handler answers to what."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from markupsafe import Markup

from ui.api import add_api
from ui.asking import Asking
from ui.functions import Functions
from ui.history import Conversation, History, write_history
from ui.i18n import LANGUAGES, as_dict
from ui.library import Library
from ui.limits import RateLimit
from ui.returning import Returning
from ui.view import View
from ui.words import Words

if TYPE_CHECKING:
    from assistant import Assistant, Settings

ASSETS = "citera-assets"
"""Path under which the page's own style sheet and icon are served."""

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""What all events share: the page shows its own progress, and has its own interface to programs."""
_AT_HAND: dict[str, Any] = {"queue": False, **_QUIET}
"""What is done at once, whatever waits in the queue."""


def build(assistant: "Assistant", settings: "Settings") -> gr.Blocks:
    """The chat page on `assistant`; mount it with `translations()`."""
    with gr.Blocks(title="Citera", analytics_enabled=False, fill_width=True) as page:
        limit = RateLimit(settings.questions_per_minute)
        add_api(Functions(assistant), limit, settings.questions_at_once)
        parts = _lay_out(settings.read_only)
        view = View(assistant.store)
        asking = Asking(assistant, view, limit, settings.feedback, settings.links)
        returning = Returning(view, settings.links)
        asked = _wire_asking(parts, asking, returning, settings.questions_at_once)
        _wire_returning(page, parts, returning, asked)
        _wire_library(
            page,
            parts,
            Library(assistant.store, view, settings.uploads, settings.read_only),
        )
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
    files: gr.File
    outcome: gr.HTML
    library: gr.HTML


def _lay_out(read_only: bool) -> _Parts:
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
            with gr.Tab(text("articles_tab"), id="articles"):
                files = gr.File(
                    elem_id="files",
                    label=text("drop_files"),
                    file_count="multiple",
                    show_label=False,
                    visible=not read_only,
                    height=120,
                )
                outcome = _html("outcome", "panel.js")
                library = _html("library", "panel.js")
            with gr.Tab(text("history_tab"), id="history"):
                history = _html("history", "panel.js")
    return _Parts(
        conversation=conversation,
        kept=kept,
        new=new,
        thread=thread,
        box=box,
        ask=ask,
        stop=stop,
        tabs=tabs,
        source=source,
        history=history,
        files=files,
        outcome=outcome,
        library=library,
    )


def _wire_asking(p: _Parts, asking: Asking, returning: Returning, at_once: int) -> list[Any]:
    """Wire what asks, stops, judges and opens; give the events that a stop must cancel."""
    talk, kept, remembered = p.conversation, p.kept, [p.kept, p.history]
    answering: dict[str, Any] = {
        "outputs": [p.box, p.thread, p.source, talk],
        "concurrency_id": "answer",
        "concurrency_limit": at_once,
        **_QUIET,
    }
    asked = [
        gr.on([p.box.submit, p.ask.click], asking.ask, [p.box, talk], **answering),
        p.thread.example_select(asking.ask_example, [talk], **answering),
        p.thread.retry(asking.retry, [talk], **answering),
    ]
    stopped = p.stop.click(asking.stop, [talk], [p.thread, talk], cancels=asked, **_QUIET)
    judged = p.thread.like(asking.judge, [talk], [p.thread, talk], **_AT_HAND)
    for event in (*asked, stopped, judged):
        event.then(returning.remember, [talk, kept], remembered, **_QUIET)
    p.thread.edit(asking.edit, [talk], [p.box], **_AT_HAND)
    p.thread.copy(asking.keep_link, [talk], None, **_AT_HAND)
    p.thread.select(asking.open_source, [talk], [p.source, p.tabs], **_AT_HAND)
    return asked


def _wire_returning(page: gr.Blocks, p: _Parts, returning: Returning, asked: list[Any]) -> None:
    """Wire what opens, begins and forgets conversations."""
    opened = [p.thread, p.source, p.conversation, p.kept, p.history]
    page.load(returning.load, [p.kept], opened, **_QUIET)
    p.new.click(returning.clear, [p.kept], opened, cancels=asked, **_QUIET)
    p.history.select(returning.recall, [p.kept], opened, cancels=asked, **_QUIET)
    p.history.delete(returning.forget, [p.kept], [p.kept, p.history], **_AT_HAND)


def _wire_library(page: gr.Blocks, p: _Parts, library: Library) -> None:
    """Wire what uploads, lists, opens and removes articles."""
    page.load(library.load, None, [p.library], **_QUIET)
    p.files.upload(library.upload, [p.files], [p.files, p.outcome, p.library], **_QUIET)
    p.library.select(library.open, None, [p.source, p.tabs], **_AT_HAND)
    p.library.delete(library.remove, None, [p.library], **_AT_HAND)


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
