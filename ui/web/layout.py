"""Layout of the chat page: Gradio's components, with the ids that the style sheets use."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from markupsafe import Markup

from ingest.parsers import SUFFIXES
from ui.access.rights import Rights
from ui.web.i18n.choose import LANGUAGES, as_dict
from ui.web.i18n.words import Words
from ui.web.state.history import NO_OLD
from ui.web.state.page import PageState

ASSETS = "citera-assets"
"""URL path of the page's own style sheets and icon."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the page that events read or write."""

    page: gr.State
    kept: gr.HTML
    old: gr.BrowserState
    account: gr.HTML
    new: gr.Button
    thread: gr.HTML
    limits: gr.HTML
    box: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    tabs: gr.Tabs
    picture: gr.HTML
    source: gr.HTML
    history: gr.HTML
    outcome: gr.HTML
    library: gr.HTML


def lay_out(rights: Rights) -> Parts:
    """Create the components; where nobody may edit, without those that change the articles."""
    read_only = rights.read_only
    text = translations()
    page = gr.State(PageState())
    kept = _html("kept", "history.js", html_template="")  # JSON for the script, nothing to show
    old = gr.BrowserState(NO_OLD, storage_key="citera", secret="citera")
    with gr.Row(elem_id="top"):
        gr.HTML(text("header"), elem_id="brand", apply_default_css=False)
        account = gr.HTML(
            elem_id="account",
            js_on_load=None,
            apply_default_css=False,
            visible=rights.logins is not None,
        )
        new = gr.Button(text("new"), elem_id="new", size="sm")
    with gr.Row(elem_id="body"):
        with gr.Column(elem_id="main", min_width=0):
            thread = _html("thread", "chat.js", "files.js", takes_files=not read_only)
            limits = _html("limits", "scope.js")
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
                picture = _html("picture", "pages.js")
                source = _html("source", "panel.js")
            with gr.Tab(text("articles_tab"), id="articles"):
                gr.HTML(
                    text("files"),
                    elem_id="files",
                    js_on_load=None,
                    apply_default_css=False,
                    visible=not read_only,
                )
                outcome = _html("outcome", "panel.js")
                library = _html("library", "panel.js")
            with gr.Tab(text("history_tab"), id="history"):
                history = _html("history", "panel.js")
    return Parts(
        page=page,
        kept=kept,
        old=old,
        account=account,
        new=new,
        thread=thread,
        limits=limits,
        box=box,
        ask=ask,
        stop=stop,
        tabs=tabs,
        picture=picture,
        source=source,
        history=history,
        outcome=outcome,
        library=library,
    )


def translations() -> gr.I18n:
    """The page's fixed texts in all languages, as Gradio's translations."""
    return gr.I18n(**{code: _texts(words) for code, words in LANGUAGES.items()})


def _html(elem_id: str, *scripts: str, **props: Any) -> gr.HTML:
    """An HTML component that handlers fill, with the scripts for its interaction.

    The scripts find the `props` under that name.
    """
    code = "\n".join(map(script_text, scripts))
    return gr.HTML(elem_id=elem_id, js_on_load=code, apply_default_css=False, **props)


def script_text(name: str) -> str:
    """The text of a script of the page."""
    return (Path(__file__).parent / "assets" / name).read_text(encoding="utf-8")


def _texts(words: Words) -> dict[str, str]:
    header = Markup(
        '<div class="brand"><img src="{}/icon.svg" alt="" width="30" height="30">'
        '<h1>Citera</h1><p>{}</p><button type="button" data-do="panel" aria-label="{}">☰</button>'
        "</div>"
    )
    return {
        **as_dict(words),
        "header": str(header.format(ASSETS, words.tagline, words.panel)),
        "files": _file_box(words),
    }


def _file_box(words: Words) -> str:
    """Where files are chosen or dropped, and where `files.js` says which of them it is sending."""
    return str(
        Markup(
            '<label><input type="file" multiple accept="{}"><span>{}</span></label>'
            '<p class="sending" role="status" data-says="{}"></p>'
        ).format(",".join(sorted(SUFFIXES)), words.drop_files, words.sending_file)
    )
