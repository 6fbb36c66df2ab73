"""`Assistant`: asks a store of articles, and answers with evidence."""

from collections.abc import AsyncGenerator, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing

from assistant.answer import Answer, Event, FinalEvent
from assistant.assembly import Assembly
from assistant.asynchronous import step_in_thread
from assistant.compose.translate import translate_quotations, untranslated
from assistant.conversation import Conversation
from assistant.llm.hosted import Stop
from assistant.pipeline import answer_question
from assistant.query.language import detect_language, likeliest_language
from assistant.query.turns import Turn
from assistant.settings import Settings
from assistant.text.valid import valid
from vectorstore.errors import CiteraError
from vectorstore.filters import Filters
from vectorstore.passage import ScoredPassage
from vectorstore.store import Store


class Assistant:
    """Answers questions from the articles of a store, each sentence with what proves it.

    Models are loaded when they are first needed. Threads may share one assistant, and several
    assistants, each with a chat model of its own, one open `store`; left out, it is the one that
    the settings name.
    """

    def __init__(self, settings: Settings | None = None, store: Store | None = None) -> None:
        self.settings = settings or Settings()
        self._assembly = Assembly(self.settings, store)

    def __enter__(self) -> "Assistant":
        return self

    def __exit__(self, *_: object) -> None:
        self.store.__exit__()

    @property
    def store(self) -> Store:
        """The store that is asked. Raises `StoreDamaged` where it cannot be opened."""
        return self._assembly.store

    @property
    def lacks_model(self) -> bool:
        """Whether the local chat model is asked for and not installed: the articles are quoted."""
        return self._assembly.lacks_model

    def warm_up(self, question: str = "warm-up", chat: bool = True) -> None:
        """Load the models, so that the first question is answered as fast as the next.

        Where that `question` is known, no more is loaded than it takes: to tell the language of
        two words without a question word takes a model of its own. Without `chat`, the chat model
        is left out, which is needed only after the articles have been quoted.
        """
        with ThreadPoolExecutor(max_workers=1) as beside:
            loading = beside.submit(self._assembly.warm_up_chat) if chat else None
            self.search(question)
            self._assembly.warm_up_reading()
            detect_language(question)
            if loading:
                loading.result()

    def search(
        self, query: str, k: int | None = None, filters: Filters | None = None
    ) -> list[ScoredPassage]:
        """The passages that match `query` best, best first, of articles that pass `filters`.

        `k` defaults to the setting `top_k`.
        """
        k, query = k or self.settings.top_k, valid(query)
        return self.store.search(query, k, filters, language=likeliest_language(query))

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        """Answer a question from the articles that pass `filters`.

        `history` is the conversation so far, oldest turn first; `conversation` keeps one.

        Raises `CiteraError` where the question is empty, the store cannot be read or the chat
        model cannot be had.
        """
        for event in self.stream(question, history, filters):
            if isinstance(event, FinalEvent):
                return event.answer
        raise AssertionError("a stream ends with its answer")

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Iterator[Event]:
        """Answer a question piece by piece; arguments and errors are those of `ask`.

        The events: a `PassagesEvent` with all that was found, for each part of the question; an
        `AnswerEvent` with the answer in the articles' own words, where a model is to phrase it, and
        before it a provisional one, where a model is still to say whether they answer; a
        `TokenEvent` for each piece that a model writes, which is a draft; a `SentenceEvent` for
        each sentence that was checked and stays; an `AnswerEvent` where only the translation of a
        quotation is still to come; and one `FinalEvent`.
        A stream that is closed before its end stops the model.
        """
        return self._events(question, history, filters, stop=None)

    def _events(
        self,
        question: str,
        history: Sequence[Turn],
        filters: Filters | None,
        stop: Stop | None,
    ) -> Generator[Event]:
        """The events of `stream`; cancelling `stop` ends them from any thread."""
        question = " ".join(valid(question).split())
        if not question:
            raise CiteraError("The question is empty. Type a question and ask again.")
        history = [Turn(valid(turn.question), valid(turn.answer)) for turn in history]

        stages = self._assembly.stages(stop)
        yield from answer_question(question, history, filters, stages)

    async def aask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        """`ask` for asynchronous code; cancelling it stops the model."""
        async with aclosing(self.astream(question, history, filters)) as events:
            async for event in events:
                if isinstance(event, FinalEvent):
                    return event.answer
        raise AssertionError("a stream ends with its answer")

    async def astream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> AsyncGenerator[Event]:
        """`stream` for asynchronous code; cancelling or closing it stops the model.

        The work is done in threads. A hosted model is dropped at once, wherever it is; the local
        one at the end of the step that it is at.
        """
        stop: Stop = Future()
        async with aclosing(
            step_in_thread(self._events(question, history, filters, stop), stop)
        ) as events:
            async for event in events:
                yield event

    def translatable(self, answer: Answer) -> bool:
        """Whether `answer` has quotations that `translate` can translate."""
        return self._assembly.stages().translator is not None and bool(untranslated(answer))

    def translate(self, answer: Answer) -> Answer:
        """`answer` with its quotations in the reader's language, as the local model has them.

        Those stay as they are that the model translates badly, and all where there is no local
        model or where it fails. Raises `CiteraError` where the model cannot be had.
        """
        translator = self._assembly.stages().translator
        return translate_quotations(translator, answer) if translator else answer

    def ask_many(
        self, questions: Iterable[str], filters: Filters | None = None, progress: bool = False
    ) -> Iterator[Answer]:
        """Answer questions one after the other, each by itself, as their answers are asked for.

        A question on which a chat model fails is answered by quotation, as in `ask`, and the next
        one asks the model again. With `progress`, a bar on stderr shows how many are done and the
        time left.

        Raises `CiteraError` before the first where a question is empty, and what `ask` raises.
        """
        from rich.console import Console
        from rich.progress import track

        asked = list(questions)
        for number, question in enumerate(asked, start=1):
            if not question.strip():
                raise CiteraError(f"Question {number} of {len(asked)} is empty. Leave it out.")
        bar = track(
            asked, "Answering", disable=not progress, console=Console(stderr=True), transient=True
        )
        return (self.ask(question, filters=filters) for question in bar)

    def conversation(self, filters: Filters | None = None) -> Conversation:
        """A new conversation, in which questions may refer to those before."""
        return Conversation(self, filters)
