"""The chat page in Gradio: wiring of components and event handlers."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.access.readable import ReadableArticles
from ui.access.rights import Rights
from ui.api.admission import Admission
from ui.api.functions import Functions
from ui.api.gradio import add_api
from ui.persistence.records import Records
from ui.session import parse_limits
from ui.web.handlers.account import Account
from ui.web.handlers.asking import Asking
from ui.web.handlers.background import Background
from ui.web.handlers.conversations import Conversations
from ui.web.handlers.library import Library
from ui.web.handlers.pages import Pages
from ui.web.handlers.translating import Translating, translator_of
from ui.web.layout import Parts, lay_out, script_text
from ui.web.state.uploads import Uploads
from ui.web.state.view import View
from ui.web.warm_up import WarmUp

if TYPE_CHECKING:
    from assistant import Assistant, Settings

_HOUR = 3600
_OTHER_THREADS = 20
_UPLOADS_AT_ONCE = 8
"""Uploads that wait for their turn with us, to be read even if their page is closed."""

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""Options of all events: the page shows progress itself, and handlers are no public API."""
_AT_HAND: dict[str, Any] = {"queue": False, **_QUIET}
"""Options of the events that bypass Gradio's queue."""
_EACH: dict[str, Any] = {"trigger_mode": "multiple"}
"""Option of the events that must not be lost while an earlier one is under way."""


def build(
    assistants: "Mapping[str, Assistant]",
    settings: "Settings",
    admission: Admission,
    rights: Rights,
    records: Records,
    warm_up: WarmUp,
    background: Background,
) -> gr.Blocks:
    """The chat page; `assistants` maps names of chat models to assistants, the default first.

    `warm_up` loads the default's models, and `background` reads uploads. Mount it with
    `ui.web.layout.translations()`.
    """
    assistant = next(iter(assistants.values()))
    page: gr.Blocks
    with gr.Blocks(
        title="Citera",
        analytics_enabled=False,
        fill_width=True,
        delete_cache=(_HOUR, _HOUR),  # Gradio's copies of uploads; ours are kept by the library
    ) as page:
        readable = ReadableArticles(assistant.store, rights)
        add_api(Functions(assistant, admission, readable))
        parts = lay_out(rights)
        view = View(
            readable,
            tuple(assistants),
            lambda answer: translator_of(assistants, answer) is not None,
        )
        asking = Asking(assistants, view, warm_up, admission, records.feedback, records.links)
        conversations = Conversations(view, records.links)
        asked = _wire_asking(parts, asking, conversations)
        translating = Translating(assistants, view, admission)
        translated = _wire_translating(parts, translating, conversations)
        _wire_conversations(page, parts, conversations, [*asked, translated])
        _wire_pages(parts, Pages(readable))
        _wire_library(
            page,
            parts,
            Library(
                assistant.store,
                view,
                Uploads(settings.uploads),
                rights,
                parse_limits(settings),
                background,
            ),
        )
        if rights.logins:
            page.load(Account(rights).load, None, [parts.account], **_QUIET)
    # A question that waits in the queue holds a thread, which must not delay those at work.
    page.max_threads = settings.questions_at_once + settings.questions_waiting + _OTHER_THREADS
    return page


def _wire_asking(p: Parts, asking: Asking, conversations: Conversations) -> list[Any]:
    """Wire the events of questions and answers; returns those that a stop cancels."""
    answering: dict[str, Any] = {
        "outputs": [p.box, p.thread, p.source, p.kept],
        "concurrency_limit": None,  # questions wait in a queue of our own, which says so
        # The page would otherwise wait for good for the end of an answer that was stopped.
        **_EACH,
        **_QUIET,
    }
    asked = [
        gr.on([p.box.submit, p.ask.click], asking.ask, [p.box, p.page], **answering),
        p.thread.example_select(asking.ask_example, [p.page], **answering),
        p.thread.retry(asking.retry, [p.page], **answering),
    ]
    stopped = p.stop.click(asking.stop, [p.page], [p.thread], cancels=asked, **_QUIET)
    judged = p.thread.like(asking.judge, [p.page], [p.thread], **_EACH, **_AT_HAND)
    for event in (*asked, stopped, judged):
        event.then(conversations.settle, [p.page], [p.thread, p.kept], **_EACH, **_QUIET)
    p.limits.input(asking.choose, [p.page], None, **_EACH, **_AT_HAND)
    p.thread.edit(asking.edit, [p.page], [p.box], **_AT_HAND)
    p.thread.copy(asking.keep_link, [p.page], None, **_EACH, **_AT_HAND)
    p.thread.select(asking.open_source, [p.page], [p.source, p.tabs], **_AT_HAND)
    return asked


def _wire_translating(p: Parts, translating: Translating, conversations: Conversations) -> Any:
    """Wire the event of translations, which is returned: another conversation cancels it."""
    translated = p.thread.expand(
        translating.translate,
        [p.page],
        [p.thread],
        concurrency_limit=None,  # as questions, they wait in a queue of our own
        **_EACH,
        **_QUIET,
    )
    translated.then(conversations.settle, [p.page], [p.thread, p.kept], **_EACH, **_QUIET)
    return translated


def _wire_conversations(
    page: gr.Blocks, p: Parts, conversations: Conversations, running: list[Any]
) -> None:
    """Wire the events of the history: open, begin, list and delete conversations."""
    opened = [p.thread, p.source, p.kept]
    page.load(
        conversations.load,
        [p.old, p.kept, p.page],
        [*opened, p.old],
        js=script_text("load.js"),
        **_QUIET,
    )
    p.new.click(conversations.clear, [p.page], opened, cancels=running, **_QUIET)
    p.kept.select(conversations.recall, [p.page], opened, cancels=running, **_QUIET)
    p.kept.delete(conversations.forget, [p.page], opened, cancels=running, **_QUIET)
    p.kept.input(conversations.tell, None, [p.history], **_EACH, **_AT_HAND)


def _wire_pages(p: Parts, pages: Pages) -> None:
    """Wire the events of the view of pages: a source is opened, and a page is turned."""
    # Of several asked for while one is drawn, the last is what the reader waits for.
    last: dict[str, Any] = {"trigger_mode": "always_last", **_AT_HAND}
    p.source.select(pages.show, None, [p.picture], **last)
    p.picture.select(pages.show, None, [p.picture], **last)


def _wire_library(page: gr.Blocks, p: Parts, library: Library) -> None:
    """Wire the events of the articles panel: upload, list, open and remove."""
    page.load(library.load, [p.page], [p.library, p.limits], **_QUIET)
    shown = [p.library, p.thread, p.limits]
    # Each event carries its own files, so none can lose or clear those of another (see files.js).
    given = p.thread.upload(
        library.upload,
        [p.page],
        [p.outcome, *shown],
        concurrency_limit=_UPLOADS_AT_ONCE,
        **_EACH,  # what is given while files are read waits its turn
        **_QUIET,
    )
    p.library.select(library.open, None, [p.source, p.tabs], **_AT_HAND)
    # A removal that is asked for during another is carried out as well.
    removed = p.library.delete(library.remove, [p.page], shown, **_EACH, **_AT_HAND)
    for changed in (given, removed):
        # Of two changes at once, the list of the earlier may come last.
        changed.then(library.refresh, [p.page], shown, trigger_mode="always_last", **_AT_HAND)
