"""Event handlers of the articles panel: upload, list, open and remove articles."""

import logging
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.utils import get_upload_folder

from ui.access.rights import Rights
from ui.web.handlers.errors import reports_errors
from ui.web.handlers.request import words_of
from ui.web.html.library import render_library, render_outcome, render_progress
from ui.web.i18n.words import Words
from ui.web.state.history import Transcript
from ui.web.state.scope import Scope
from ui.web.state.view import View
from vectorstore.errors import CiteraError

if TYPE_CHECKING:
    from vectorstore import Store

logger = logging.getLogger(__name__)

MOST_FILES = 200
"""Files per upload; larger collections are for `citera ingest`."""
_LISTED = 300
_AS_THEY_ARE = (gr.skip(), gr.skip(), gr.skip(), gr.skip())


class NotSent(CiteraError):
    """A page asked for a file to be read that no browser has sent."""


@dataclass(frozen=True, slots=True)
class Library:
    """Event handlers; each returns new values for the components that `ui.web.chat` wires to it."""

    store: "Store"
    view: View
    uploads: Path
    """Folder of uploaded files, so that a newer version of a file replaces the older."""
    rights: Rights

    @reports_errors
    def load(self, scope: Scope, request: gr.Request) -> tuple[str, str]:
        """(list, form of filters) as the page opens."""
        words = words_of(request)
        form, _ = self.view.scope(scope, words)
        return self._listed(words, request), form

    @reports_errors
    def open(self, event: gr.EventData, request: gr.Request) -> tuple[str, Any]:
        """(source panel, tab) for an article that was clicked."""
        article_id = str(event._data.get("id", ""))
        return self.view.article(article_id, words_of(request)), gr.Tabs(selected="source")

    @reports_errors
    def remove(
        self, conversation: Transcript, scope: Scope, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        """Remove an article; give (list, thread, form of filters, scope) without it."""
        self.rights.require_edit(request.username)
        article_id = str(event._data.get("id", ""))
        files = self._files_of_only(article_id)
        self.store.remove(article_id)
        for file in files:
            file.unlink(missing_ok=True)
        return self._shown(conversation, scope, request)

    @reports_errors
    def upload(
        self,
        conversation: Transcript,
        scope: Scope,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:
        """Stream (outcome, list, thread, form, scope) as the files of an event are read in turn."""
        self.rights.require_edit(request.username)
        words, files = words_of(request), _sent(event)
        if len(files) > MOST_FILES:
            told = [words.too_many_files.format(count=MOST_FILES)]
            yield render_outcome([], told, words), *_AS_THEY_ARE
            return
        outcomes: Counter[str] = Counter()
        failed: list[str] = []
        for number, (file, name) in enumerate(_with_unique_names(files), start=1):
            yield render_progress(name, number, len(files), words), *_AS_THEY_ARE
            try:
                self._ingest(file, name, outcomes, failed)
            except (CiteraError, OSError) as error:
                failed.append(f"{name}: {error}")
            except Exception:
                # The files after it are read all the same.
                logger.exception("internal error while reading an upload")
                failed.append(f"{name}: {words.internal_error}")
        counts = [(getattr(words, f"files_{kind}"), count) for kind, count in outcomes.items()]
        outcome = render_outcome(counts, failed, words)
        yield outcome, *self._shown(conversation, scope, request)

    def _ingest(self, file: Path, name: str, outcomes: Counter[str], failed: list[str]) -> None:
        """Store a file under `name` and ingest it; adds to `outcomes` and `failed`."""
        from ingest import ingest_paths

        self.uploads.mkdir(parents=True, exist_ok=True)
        with _replacing(self.uploads / name) as replaced:
            shutil.copyfile(file, replaced.path)
            report = ingest_paths(self.store, [replaced.path])
            replaced.holds = report.articles > 0
        for kind in ("added", "changed", "unchanged"):
            outcomes[kind] += getattr(report, kind)
        failed.extend(f"{name}: {failure.reason}" for failure in report.failed)

    def _files_of_only(self, article_id: str) -> list[Path]:
        """The uploaded files that hold this article and no other."""
        from ingest.sources import source_of
        from ingest.state.holdings import Holdings

        article = self.store.get(article_id)
        if article is None or not article.source.startswith(source_of(self.uploads)):
            return []
        holdings = Holdings(self.store, article.collection)
        return [
            file
            for file in self.uploads.glob("*")
            if holdings.of_file(source_of(file)).keys() == {article_id}
        ]

    def _shown(
        self, conversation: Transcript, scope: Scope, request: gr.Request
    ) -> tuple[Any, ...]:
        """(list, thread, form of filters, scope): all that depends on the articles of the store."""
        words = words_of(request)
        # The thread does so in its welcome alone, before anything was asked.
        thread = gr.skip() if conversation.exchanges else self.view.thread(conversation, words)
        return self._listed(words, request), thread, *self.view.scope(scope, words)

    def _listed(self, words: Words, request: gr.Request) -> str:
        articles = list(islice(self.store.articles(), _LISTED))
        count = self.store.count().articles
        removable = self.rights.may_edit(request.username)
        return render_library(articles, count, words, removable)


def _sent(event: gr.EventData) -> list[Path]:
    """The files that an event names; all lie where Gradio keeps what browsers send.

    Raises:
        NotSent: if one does not, as a forged event may name any file of this machine.
    """
    folder = Path(get_upload_folder()).resolve()
    files = [Path(file["path"]).resolve() for file in event._data["files"]]
    for file in files:
        if folder not in file.parents:
            raise NotSent(f"{file.name} was not sent to this chat")
    return files


def _with_unique_names(files: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Files with the names to store them under; files of the same name are numbered."""
    seen: Counter[str] = Counter()
    for file in files:
        seen[file.name] += 1
        count = seen[file.name]
        yield file, file.name if count == 1 else f"{file.stem} ({count}){file.suffix}"


@dataclass(slots=True)
class _Replaced:
    """A file being replaced; `holds` says whether the new one contains articles."""

    path: Path
    holds: bool = False


@contextmanager
def _replacing(path: Path) -> Iterator[_Replaced]:
    """Replace a file; the old one is restored unless the new one `holds` articles."""
    before = path.with_name(f"{path.name}.before")
    if path.exists():
        path.replace(before)
    replaced = _Replaced(path)
    try:
        yield replaced
    finally:
        if replaced.holds:
            before.unlink(missing_ok=True)
        elif before.exists():
            before.replace(path)
        else:
            path.unlink(missing_ok=True)
