"""The course of one question: from passages to claims, and from claims to the checked answer."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from langchain_core.callbacks import UsageMetadataCallbackHandler

from assistant.answer import Answer, Event, FinalEvent, PassagesEvent, SentenceEvent, TokenEvent
from assistant.answerers import answer_by_citing, answer_by_quoting, answer_by_reading
from assistant.chat_model import Chat, HostedChat, LocalChat, NoChat
from assistant.claims import (
    Choice,
    Claim,
    as_dropped,
    as_sentences,
    choose_claims,
    marked_text,
)
from assistant.collection import list_articles
from assistant.conversation import Turn, recent
from assistant.evidence import Evidence, best_evidence, show_passages
from assistant.follow_up import stand_alone, with_last_topic
from assistant.language import detect_language
from assistant.phrases import greeting, model_failed, model_missing, not_found_text
from assistant.settings import Settings
from assistant.small_talk import is_greeting, topic_asked_about
from vectorstore.passage import ScoredPassage

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """A question with what it takes to answer it."""

    question: str
    history: Sequence[Turn]
    search: Callable[[str], list[ScoredPassage]]
    newest: Callable[[], list[ScoredPassage]]
    """Gives the openings of the newest articles."""
    load: Callable[[], Chat]
    settings: Settings


def answer_question(asked: Asked) -> Iterator[Event]:
    """Answer a question: its passages, drafts, checked sentences, and at last the whole answer.

    Raises what `search` and `load` raise. A chat model that fails once it is loaded raises
    nothing: the answer is then made of quotations, with a notice.
    """
    course = _Course(asked)
    topic = topic_asked_about(asked.question)
    if is_greeting(asked.question):
        yield PassagesEvent(passages=())
        yield course.end("greeting", (), Choice(), greeting(course.language))
    elif topic is not None:
        yield from course.tell_articles(topic)
    else:
        yield from course.read()


class _Course:
    """How far one question has got: its language, its times and the tokens spent on it."""

    def __init__(self, asked: Asked) -> None:
        self.started = time.monotonic()
        self.asked = asked
        self.language = detect_language(asked.question)
        self.timings: dict[str, float] = {}
        self.usage = UsageMetadataCallbackHandler()
        self.claims: list[Claim] = []
        self.notice: str | None = None

    def tell_articles(self, topic: str) -> Iterator[Event]:
        """Answer which articles there are, on a topic or at all."""
        hits = self.asked.search(topic) if topic else self.asked.newest()
        yield self._found(hits)
        yield from self._conclude(hits, Choice(tuple(list_articles(hits))))

    def read(self) -> Iterator[Event]:
        """Answer from what the passages say."""
        question = self._alone()
        hits = self.asked.search(question)
        yield self._found(hits)
        evidence = best_evidence(hits, self.asked.settings.evidence_sentences)
        yield from self._write(question, evidence)
        yield from self._conclude(hits, choose_claims(self.claims))

    def end(
        self, status: str, hits: Sequence[ScoredPassage], choice: Choice, text: str
    ) -> FinalEvent:
        """The answer, as the last event."""
        self._mark("total")
        answer = Answer.model_validate(
            {
                "question": self.asked.question,
                "status": status,
                "text": text,
                "sentences": as_sentences(choice.chosen),
                "passages": show_passages(hits),
                "dropped": as_dropped(choice.dropped),
                "confidence": round(choice.confidence, 4),
                "language": self.language,
                "model": self.asked.load().name,
                "timings": self.timings,
                "tokens": _tokens(self.usage),
                "notice": self.notice,
            }
        )
        return FinalEvent(answer=answer)

    def _found(self, hits: Sequence[ScoredPassage]) -> PassagesEvent:
        self._mark("passages")
        return PassagesEvent(passages=show_passages(hits))

    def _alone(self) -> str:
        """The question as it would be asked without the conversation before it."""
        question, history = self.asked.question, self.asked.history
        if not history:
            return question
        tokens, chat = self.asked.settings.history_tokens, self._chat()
        try:
            return stand_alone(chat, question, history, tokens)
        except Exception as error:  # the same as in `_write`
            _log_failure(chat, error)
            return with_last_topic(question, recent(history, tokens))

    def _write(self, question: str, evidence: Sequence[Evidence]) -> Iterator[TokenEvent]:
        """Have the evidence read: the pieces of drafts as they come, the claims into `claims`."""
        chat = self._chat()
        if isinstance(chat, NoChat) and chat.missing:
            self.notice = model_missing(self.language)
        try:
            for item in _claims(chat, question, self.language, evidence):
                if isinstance(item, TokenEvent):
                    self._mark("first_token")
                    yield item
                else:
                    self.claims.append(item)
        except Exception as error:  # each provider has errors of its own, and none may end a chat
            _log_failure(chat, error)
            self.claims = answer_by_quoting(evidence)
            self.notice = model_failed(self.language, chat.name, type(error).__name__)

    def _conclude(self, hits: Sequence[ScoredPassage], choice: Choice) -> Iterator[Event]:
        sentences = as_sentences(choice.chosen)
        for sentence in sentences:
            yield SentenceEvent(sentence=sentence)
        if sentences:
            yield self.end("answered", hits, choice, marked_text(sentences))
        else:
            yield self.end("not_found", hits, choice, not_found_text(self.language))

    def _chat(self) -> Chat:
        return self.asked.load().counted_by(self.usage)

    def _mark(self, stage: str) -> None:
        self.timings.setdefault(stage, round(time.monotonic() - self.started, 3))


def _claims(
    chat: Chat, question: str, language: str, evidence: Sequence[Evidence]
) -> Iterator[TokenEvent | Claim]:
    if not evidence:
        return
    if isinstance(chat, LocalChat):
        yield from answer_by_reading(chat, question, language, evidence)
    elif isinstance(chat, HostedChat):
        yield from answer_by_citing(chat, question, language, evidence)
    else:
        yield from answer_by_quoting(evidence)


def _log_failure(chat: Chat, error: Exception) -> None:
    # Only the kind of error is logged: a provider's message may repeat the key.
    _log.warning("the chat model %s failed: %s", chat.name, type(error).__name__)
    _log.debug("how the chat model %s failed", chat.name, exc_info=error)


def _tokens(usage: UsageMetadataCallbackHandler) -> dict[str, int]:
    """Tokens that were read and written by all models together; empty where none told."""
    used = usage.usage_metadata.values()
    if not used:
        return {}
    return {
        "input": sum(each["input_tokens"] for each in used),
        "output": sum(each["output_tokens"] for each in used),
    }
