"""What the articles panel does: takes uploads, lists, opens and removes articles."""

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.asking import words_of
from ui.history import Conversation
from ui.render_library import render_library, render_outcome, render_progress
from ui.scope import Scope
from ui.view import View
from ui.words import Words
from vectorstore.errors import CiteraError

if TYPE_CHECKING:
    from vectorstore import Store

MOST_FILES = 200
"""Files taken at a time; whole archives are for `citera ingest`."""
_LISTED = 300
_AS_THEY_ARE = (gr.skip(), gr.skip(), gr.skip())


class ReadOnly(CiteraError):
    """The chat was opened for reading only."""


@dataclass(frozen=True, slots=True)
class Library:
    """Event handlers; each returns new values for the components that `ui.chat` wires to it."""

    store: "Store"
    view: View
    uploads: Path
    """Folder that keeps what is uploaded, so that a newer version of a file replaces the older."""
    read_only: bool

    def load(self, scope: Scope, request: gr.Request) -> tuple[str, str]:
        """(list, form of filters) as the page opens."""
        words = words_of(request)
        return self._listed(words), self.view.scope(scope, words)

    def open(self, event: gr.EventData, request: gr.Request) -> tuple[str, Any]:
        """(source panel, tab) for an article that was clicked."""
        article_id = str(event._data.get("id", ""))
        return self.view.article(article_id, words_of(request)), gr.Tabs(selected="source")

    def remove(
        self, conversation: Conversation, scope: Scope, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        """Remove an article; give (list, thread, form of filters) without it."""
        self._refuse_if_read_only()
        self.store.remove(str(event._data.get("id", "")))
        words = words_of(request)
        return self._shown(conversation, scope, words)

    def upload(
        self,
        files: Sequence[str] | None,
        conversation: Conversation,
        scope: Scope,
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:
        """Stream (file box, outcome, list, thread, form of filters) as files are read in turn."""
        self._refuse_if_read_only()
        words, files = words_of(request), files or []
        if len(files) > MOST_FILES:
            told = [words.too_many_files.format(count=MOST_FILES)]
            yield None, render_outcome([], told, words), *_AS_THEY_ARE
            return
        outcomes: Counter[str] = Counter()
        failed: list[str] = []
        for number, file in enumerate(files, start=1):
            name = Path(file).name
            progress = render_progress(name, number, len(files), words)
            yield gr.skip(), progress, *_AS_THEY_ARE
            self._ingest(Path(file), outcomes, failed)
        counts = [(getattr(words, f"files_{kind}"), count) for kind, count in outcomes.items()]
        outcome = render_outcome(counts, failed, words)
        yield None, outcome, *self._shown(conversation, scope, words)

    def _ingest(self, file: Path, outcomes: Counter[str], failed: list[str]) -> None:
        """Keep a file and read it; count what became of its articles."""
        from ingest import ingest_paths

        self.uploads.mkdir(parents=True, exist_ok=True)
        kept = self.uploads / file.name
        before = kept.read_bytes() if kept.exists() else None
        shutil.copyfile(file, kept)
        report = ingest_paths(self.store, [kept])
        for kind in ("added", "changed", "unchanged"):
            outcomes[kind] += getattr(report, kind)
        failed.extend(f"{file.name}: {failure.reason}" for failure in report.failed)
        if not report.articles:
            _put_back(kept, before)

    def _shown(self, conversation: Conversation, scope: Scope, words: Words) -> tuple[Any, ...]:
        """(list, thread, form of filters): all that speaks of which articles there are."""
        # The thread does so in its welcome alone, before anything was asked.
        thread = gr.skip() if conversation.exchanges else self.view.thread(conversation, words)
        return self._listed(words), thread, self.view.scope(scope, words)

    def _listed(self, words: Words) -> str:
        articles = list(islice(self.store.articles(), _LISTED))
        count = self.store.count().articles
        return render_library(articles, count, words, removable=not self.read_only)

    def _refuse_if_read_only(self) -> None:
        if self.read_only:
            raise ReadOnly("this chat is open for reading only")


def _put_back(kept: Path, before: bytes | None) -> None:
    """Leave a file as it was before an upload that could not be read."""
    if before is None:
        kept.unlink(missing_ok=True)
    else:
        kept.write_bytes(before)
