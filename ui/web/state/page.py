"""`PageState`: the server's state of one open page, shared by its event handlers."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ui.web.state.exchange import Exchange
from ui.web.state.history import Transcript
from ui.web.state.scope import Scope

if TYPE_CHECKING:
    from vectorstore.contents import Facets


class PageState:
    """The conversation and the scope of one open page; thread-safe.

    Handlers of a page run at the same time. They share this object instead of passing values on: a
    handler that read a value early and wrote it back late would undo what others did meanwhile.
    """

    def __init__(self, conversation: Transcript | None = None, scope: Scope | None = None) -> None:
        self._lock = threading.Lock()
        self._conversation = conversation or Transcript()
        self._scope = scope or Scope()
        self._chosen = 0
        self._answering: Writing | None = None
        self._translations: dict[str, Writing] = {}
        """By the id of the exchange."""

    def __deepcopy__(self, memo: dict[int, Any]) -> "PageState":
        """A state with the same values; Gradio copies the initial state for each page."""
        return PageState(self.conversation, self.scope)

    @property
    def conversation(self) -> Transcript:
        """The open conversation as it is now."""
        return self._conversation

    @property
    def scope(self) -> Scope:
        """The filters and the chat model of the next question."""
        return self._scope

    def choose(self, scope: Scope, number: int) -> None:
        """Take the choice `number` of the page, unless a later one has come first."""
        with self._lock:
            if number >= self._chosen:
                self._scope, self._chosen = scope, number

    def narrow(self, facets: "Facets") -> Scope:
        """Remove the filters for which `facets` offer no choice; returns the scope."""
        with self._lock:
            self._scope = self._scope.within(facets)
            return self._scope

    def begin(self, asked: Exchange, instead_of: str = "") -> "Writing | None":
        """Add a question, in place of the exchange `instead_of` and those after it, if it is given.

        Returns:
            A context manager for its answer. None if another answer is being written, or there is
            no exchange `instead_of`.
        """
        with self._lock:
            ids = [exchange.id for exchange in self._conversation.exchanges]
            if self._answering or (instead_of and instead_of not in ids):
                return None
            kept = ids.index(instead_of) if instead_of else len(ids)
            earlier = self._conversation.exchanges[:kept]
            self._conversation = self._conversation.grown(*earlier, asked)
            self._answering = Writing(asked, self._show_answer, self._end_answer, earlier)
            return self._answering

    def stop(self) -> Transcript:
        """Stop the answer that is being written, if one is; returns the conversation."""
        with self._lock:
            self._rest()
            return self._conversation

    def open(self, conversation: Transcript) -> Transcript:
        """Open a conversation in place of the former one, whose answer stops.

        Returns:
            The former one if an answer was being written in it, else an empty one. If it has the id
            of `conversation`, it stays open, as it has more of that answer.
        """
        with self._lock:
            former = self._conversation.at_rest() if self._answering else Transcript()
            self._answering = None
            self._translations.clear()
            self._conversation = former if former.id == conversation.id else conversation
            return former

    def open_first(self, conversation: Transcript) -> bool:
        """Open a conversation unless one has begun; whether it was opened."""
        with self._lock:
            if self._conversation.exchanges:
                return False
            self._conversation = conversation
            return True

    def judge(self, id_: str, liked: bool | None, comment: str | None) -> Exchange | None:
        """Set the judgement of an exchange, or the comment on it; None if there is none with `id_`.

        With a `comment`, the judgement given before stays.
        """
        with self._lock:
            found = self._find(id_)
            if found is None:
                return None
            changes: dict[str, Any] = {"comment": comment}
            judged = replace(found, **(changes if comment else {"liked": liked, **changes}))
            self._put(judged)
            return judged

    def translate(self, id_: str, told: str) -> "Writing | None":
        """Mark the quotations of an exchange as being translated, and tell the reader `told`.

        Returns:
            A context manager for the translation. None if there is no exchange with `id_`, it is
            unfinished, or its quotations are being translated already.
        """
        with self._lock:
            found = self._find(id_)
            if found is None or found.running or id_ in self._translations:
                return None
            begun = replace(found, translating=True, told=told)
            self._put(begun)
            translation = Writing(begun, self._show_translation, self._end_translation)
            self._translations[id_] = translation
            return translation

    def _show_answer(self, answering: "Writing", exchange: Exchange) -> Transcript | None:
        """The conversation with the new state of an answer; None if that was stopped."""
        with self._lock:
            if self._answering is not answering:
                return None
            self._put(exchange)
            return self._conversation

    def _end_answer(self, answering: "Writing") -> None:
        """End an answer; one that is unfinished counts as stopped."""
        with self._lock:
            if self._answering is answering:
                self._rest()

    def _show_translation(self, translation: "Writing", exchange: Exchange) -> Transcript | None:
        """The conversation with the new state of a translation; None if that was given up.

        It is where its exchange is asked again, or another conversation opened. A judgement that
        was given meanwhile stays.
        """
        with self._lock:
            found = self._find(exchange.id)
            if found is None or self._translations.get(exchange.id) is not translation:
                return None
            if not exchange.translating:
                del self._translations[exchange.id]  # it may be asked for again at once
            answer, translating, told = exchange.answer, exchange.translating, exchange.told
            self._put(replace(found, answer=answer, translating=translating, told=told))
            return self._conversation

    def _end_translation(self, translation: "Writing") -> None:
        """End a translation; of one that is unfinished, nothing is told."""
        with self._lock:
            id_ = translation.begun.id
            if self._translations.get(id_) is not translation:
                return
            del self._translations[id_]
            found = self._find(id_)
            if found is not None and found.translating:
                self._put(replace(found, translating=False, told=""))

    def _find(self, id_: str) -> Exchange | None:
        return next((each for each in self._conversation.exchanges if each.id == id_), None)

    def _put(self, changed: Exchange) -> None:
        """Put an exchange in the place of the one with its id."""
        exchanges = self._conversation.exchanges
        kept = (changed if each.id == changed.id else each for each in exchanges)
        self._conversation = self._conversation.grown(*kept)

    def _rest(self) -> None:
        if self._answering:
            self._put(self._conversation.exchanges[-1].at_rest())
            self._answering = None


@dataclass(frozen=True, slots=True, eq=False)
class Writing:
    """An exchange whose answer, or whose translation, is being written.

    A context manager, which ends that on exit.
    """

    begun: Exchange
    _show: Callable[["Writing", Exchange], Transcript | None]
    _end: Callable[["Writing"], None]
    earlier: tuple[Exchange, ...] = ()
    """The exchanges before a question that is being answered."""

    def __enter__(self) -> "Writing":
        return self

    def __exit__(self, *_: object) -> None:
        self._end(self)

    def show(self, exchange: Exchange) -> Transcript | None:
        """The conversation with the new state of the exchange; None if the writing has ended."""
        return self._show(self, exchange)
