"""`Assistant`: asks a store of articles, and answers with evidence."""

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from functools import cached_property

from assistant.answer import Answer, Event, FinalEvent, PassagesEvent, TokenEvent
from assistant.answerers import answer_by_citing, answer_by_quoting, answer_by_reading
from assistant.chat_model import Chat, HostedChat, LocalChat, NoChat, load_chat
from assistant.claims import Claim, as_dropped, as_sentences, choose_claims, marked_text
from assistant.conversation import Turn
from assistant.evidence import Evidence, best_evidence, show_passages
from assistant.language import detect_language
from assistant.prompts import not_found_text
from assistant.reading import condense_question
from assistant.settings import Settings
from assistant.warm_up import read_examples
from vectorstore.embeddings import Embedder
from vectorstore.errors import CiteraError
from vectorstore.passage import ScoredPassage
from vectorstore.store import Store

_log = logging.getLogger(__name__)


class Assistant:
    """Answers questions from the articles of a store, each sentence with what proves it.

    Models are loaded when they are first needed. Threads may share one assistant.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._loading = threading.RLock()

    def __enter__(self) -> "Assistant":
        return self

    def __exit__(self, *_: object) -> None:
        self.store.__exit__()

    @cached_property
    def store(self) -> Store:
        """The store that is asked. Raises `StoreDamaged` where it cannot be opened."""
        settings = self.settings
        embedder = Embedder(
            settings.embeddings, settings.cache, settings.query_prompt, settings.passage_prompt
        )
        return Store.open(settings.store, embedder)

    @property
    def chat(self) -> Chat:
        """The chat model, loaded. Raises `ModelUnavailable` where it cannot be had."""
        with self._loading:
            return self._chat

    @cached_property
    def _chat(self) -> Chat:
        return load_chat(self.settings)

    def warm_up(self) -> None:
        """Load the models, so that the first question is answered as fast as the next."""
        self.search("warm-up")
        detect_language("")
        if isinstance(self.chat, LocalChat):
            read_examples(self.chat)

    def search(self, query: str, k: int | None = None) -> list[ScoredPassage]:
        """The passages that match `query` best, best first; `k` defaults to the setting `top_k`."""
        return self.store.search(query, k or self.settings.top_k)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question; `history` is the conversation so far, oldest turn first.

        Raises `CiteraError` where the question is empty, the store cannot be read or the chat
        model cannot be had.
        """
        for event in self.stream(question, history):
            if isinstance(event, FinalEvent):
                return event.answer
        raise AssertionError("a stream ends with its answer")

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Event]:
        """Answer a question piece by piece: the passages, what the model writes, the answer.

        What the model writes is a draft: the answer at the end holds only what was checked.
        """
        question = " ".join(question.split())
        if not question:
            raise CiteraError("The question is empty. Type a question and ask again.")
        started = time.monotonic()
        timings: dict[str, float] = {}

        def mark(stage: str) -> None:
            timings.setdefault(stage, round(time.monotonic() - started, 3))

        language = detect_language(question)
        standalone = self._standalone(question, history)
        hits = self.search(standalone)
        mark("passages")
        yield PassagesEvent(passages=show_passages(hits))

        evidence = best_evidence(hits, self.settings.evidence_sentences)
        claims: list[Claim] = []
        notice = self.chat.notice if isinstance(self.chat, NoChat) else None
        try:
            for item in self._claims(standalone, language, evidence):
                if isinstance(item, TokenEvent):
                    mark("first_token")
                    yield item
                else:
                    claims.append(item)
        except Exception as error:  # each provider has errors of its own, and none may end a chat
            _log.warning("the chat model %s failed", self.chat.name, exc_info=True)
            claims = answer_by_quoting(evidence)
            notice = (
                f"{self.chat.name} failed ({type(error).__name__}), so the articles are quoted."
            )
        choice = choose_claims(claims)
        sentences = as_sentences(choice.chosen)
        mark("total")
        yield FinalEvent(
            answer=Answer(
                question=question,
                status="answered" if sentences else "not_found",
                text=marked_text(sentences) or not_found_text(language),
                sentences=sentences,
                passages=show_passages(hits),
                dropped=as_dropped(choice.dropped),
                confidence=round(choice.confidence, 4),
                language=language,
                model=self.chat.name,
                timings=timings,
                notice=notice,
            )
        )

    def _claims(
        self, question: str, language: str, evidence: Sequence[Evidence]
    ) -> Iterator[TokenEvent | Claim]:
        chat = self.chat
        if not evidence:
            return
        if isinstance(chat, LocalChat):
            yield from answer_by_reading(chat, question, language, evidence)
        elif isinstance(chat, HostedChat):
            yield from answer_by_citing(chat, question, language, evidence)
        else:
            yield from answer_by_quoting(evidence)

    def _standalone(self, question: str, history: Sequence[Turn]) -> str:
        if not history:
            return question
        last = history[-1]
        if isinstance(self.chat, LocalChat):
            return condense_question(self.chat, last.question, last.answer, question)
        return f"{last.question} {question}"
