"""Event handlers of the articles panel: upload, list, open and remove articles."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.utils import get_upload_folder

from ui.access.rights import Rights
from ui.file_errors import explained
from ui.operations.metrics import INTERNAL_ERRORS, UPLOADS
from ui.web.handlers.background import Background, Show
from ui.web.handlers.errors import reports_errors
from ui.web.handlers.request import words_of
from ui.web.html.library import render_library, render_outcome, render_progress
from ui.web.i18n.words import Words
from ui.web.state.page import PageState
from ui.web.state.uploads import Uploads, reader_folder
from ui.web.state.view import View
from vectorstore.errors import CiteraError

if TYPE_CHECKING:
    from ingest import IngestProgress
    from ingest.isolation.limits import ParseLimits
    from vectorstore import Article, Store

logger = logging.getLogger(__name__)

MOST_FILES = 200
"""Files per upload; larger collections are for `citera ingest`."""
_LISTED = 300
_AS_THEY_ARE = (gr.skip(), gr.skip(), gr.skip())


class NotSent(CiteraError):
    """A page asked for a file to be read that no browser has sent."""


@dataclass(frozen=True, slots=True)
class Library:
    """Event handlers; each returns new values for the components that `ui.web.chat` wires to it."""

    store: "Store"
    view: View
    uploads: Uploads
    rights: Rights
    limits: "ParseLimits | None"
    """Limits of the process that reads files; None reads them in this one."""
    background: Background = field(default_factory=Background)

    @reports_errors
    def load(self, page: PageState, request: gr.Request) -> tuple[str, str]:
        """(list, form of filters) as the page opens."""
        return self._listed(request), self._view(request).scope(page, words_of(request))

    @reports_errors
    def open(self, event: gr.EventData, request: gr.Request) -> tuple[str, Any]:
        """(source panel, tab) for an article that was clicked."""
        article_id = str(event._data.get("id", ""))
        return self._view(request).article(article_id, words_of(request)), gr.Tabs(
            selected="source"
        )

    @reports_errors
    def remove(self, page: PageState, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """Remove an article; give (list, thread, form of filters) without it."""
        self.rights.require_edit(request.username)
        article = self._view(request).readable.get(str(event._data.get("id", "")))
        if article is not None:
            with self.uploads.locked(article.source):  # a newer version may be being read
                files = self._files_of_only(article)
                self.store.remove(article.id)
                for file in files:
                    file.unlink(missing_ok=True)
        return self._shown(page, request)

    @reports_errors
    def refresh(self, page: PageState, request: gr.Request) -> tuple[Any, ...]:
        """(list, thread, form of filters) as the store is now."""
        return self._shown(page, request)

    @reports_errors
    def upload(
        self, page: PageState, event: gr.EventData, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        """Stream (outcome, list, thread, form) as the files of an event are read in turn.

        They are read to the end, whether or not the page is still open.
        """
        self.rights.require_add(request.username)
        words, files = words_of(request), _sent(event)
        if len(files) > MOST_FILES:
            told = [words.too_many_files.format(count=MOST_FILES)]
            yield render_outcome([], told, words), *_AS_THEY_ARE
            return
        yield from self.background.updates(partial(self._read_all, files, page, request))

    def _read_all(
        self, files: Sequence[Path], page: PageState, request: gr.Request, show: Show
    ) -> None:
        words, reader = words_of(request), _folder_of(request)
        outcomes: Counter[str] = Counter()
        failed: list[str] = []
        for number, (file, name) in enumerate(_with_unique_names(files), start=1):
            tell = partial(_tell, show, name, number, len(files), words)
            tell()
            try:
                self._ingest(file, reader, name, outcomes, failed, tell)
            except CiteraError as error:
                failed.append(f"{name}: {error}")
            except Exception:
                # The files after it are read all the same.
                logger.exception("internal error while reading an upload")
                INTERNAL_ERRORS.inc()
                failed.append(f"{name}: {words.internal_error}")
        for kind, articles in (*outcomes.items(), ("failed", len(failed))):
            UPLOADS.labels(kind).inc(articles)
        counts = [(getattr(words, f"files_{kind}"), count) for kind, count in outcomes.items()]
        outcome = render_outcome(counts, failed, words)
        show((outcome, *self._shown(page, request)))

    def _ingest(
        self,
        file: Path,
        reader: str,
        name: str,
        outcomes: Counter[str],
        failed: list[str],
        tell: "Callable[[IngestProgress], None]",
    ) -> None:
        """Store a file of `reader` under `name` and ingest it; adds to `outcomes` and `failed`."""
        from ingest import ingest_paths

        kept = explained("it could not be kept", names_file=False)
        with kept, self.uploads.replacing(reader, name, file) as replaced:
            report = ingest_paths(self.store, [replaced.path], progress=tell, limits=self.limits)
            replaced.holds = report.articles > 0
        for kind in ("added", "changed", "unchanged"):
            outcomes[kind] += getattr(report, kind)
        unread = (*report.failed, *report.skipped)
        failed.extend(f"{name}: {failure.reason}" for failure in unread)

    def _files_of_only(self, article: "Article") -> list[Path]:
        """The uploaded files that hold this article and no other."""
        from ingest.sources import source_of
        from ingest.state.holdings import Holdings

        if not article.source.startswith(source_of(self.uploads.folder)):
            return []
        holdings = Holdings(self.store, article.collection)
        return [
            file
            for file in self.uploads.files()
            if holdings.of_file(source_of(file)).keys() == {article.id}
        ]

    def _shown(self, page: PageState, request: gr.Request) -> tuple[Any, ...]:
        """(list, thread, form of filters): all that depends on the articles of the store."""
        words, view, conversation = words_of(request), self._view(request), page.conversation
        # The thread does so in its welcome alone, before anything was asked.
        thread = gr.skip() if conversation.exchanges else view.thread(conversation, words)
        return self._listed(request), thread, view.scope(page, words)

    def _listed(self, request: gr.Request) -> str:
        words, own = words_of(request), _folder_of(request)
        readable = self._view(request).readable
        articles = list(islice(readable.articles(), _LISTED))
        givers = [self._giver(article, own, words) for article in articles]
        number = readable.count()
        removable = self.rights.may_edit(request.username)
        return render_library(articles, givers, number, words, removable)

    def _view(self, request: gr.Request) -> View:
        """The view of the reader of a request."""
        return self.view.by(request.username)

    def _giver(self, article: "Article", own: str, words: Words) -> str:
        """Who else uploaded an article, in words; empty for the reader's own and any other."""
        folder, login = self.uploads.giver(article.source)
        if folder in ("", own):
            return ""
        return words.given_by.format(name=login or words.another_reader)


def _tell(
    show: Show,
    name: str,
    number: int,
    count: int,
    words: Words,
    done: "IngestProgress | None" = None,
) -> None:
    """Show how far the file `name`, the `number`th of `count`, is read."""
    show((render_progress(name, number, count, words, done), *_AS_THEY_ARE))


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
    given, taken = {file.name for file in files}, set[str]()
    for file in files:
        numbered = (f"{file.stem} ({number}){file.suffix}" for number in count(2))
        free = (name for name in numbered if name not in given | taken)
        name = next(free) if file.name in taken else file.name
        taken.add(name)
        yield file, name


def _folder_of(request: gr.Request) -> str:
    """The name of the folder for what the reader of a request uploads."""
    return reader_folder(request.username, request.client.host if request.client else "")
