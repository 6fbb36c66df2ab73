"""The course of one question: from passages to claims, and from claims to the checked answer."""

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import (
    Answer,
    AnswerEvent,
    Event,
    FinalEvent,
    PassagesEvent,
    SentenceEvent,
    TokenEvent,
)
from assistant.claims import (
    Choice,
    Claim,
    as_dropped,
    as_sentences,
    choose_claims,
    join_choices,
    marked_text,
)
from assistant.compose.failure_messages import model_failed
from assistant.compose.messages import (
    articles_differ,
    greeting,
    model_missing,
    not_found_text,
    part_not_found,
    quoted_beside,
    quoted_instead,
)
from assistant.compose.translate import can_translate, with_translations
from assistant.conversation import Turn, recent
from assistant.evidence import Evidence, best_evidence, show_passages
from assistant.llm.load import EXTRACTIVE, Chat, HostedChat, LocalChat, NoChat
from assistant.llm.usage import ChatUse
from assistant.query.decompose import split_parts
from assistant.query.intent import is_greeting, topic_asked_about
from assistant.query.language import detect_language
from assistant.query.rewrite import stand_alone, with_last_topic
from assistant.readers.catalogue import list_articles
from assistant.readers.citing import answer_by_citing
from assistant.readers.extractive import answer_by_quoting
from assistant.readers.sentence.reader import answer_by_reading
from assistant.settings import Settings
from assistant.verify.conflicts import attributed
from vectorstore.passage import ScoredPassage


@dataclass(frozen=True)
class Asked:
    """A question with what it takes to answer it."""

    question: str
    history: Sequence[Turn]
    search: Callable[[str], list[ScoredPassage]]
    on_topic: Callable[[str], list[ScoredPassage]]
    """Gives the best passage of each of the articles that are closest to a topic."""
    newest: Callable[[], list[ScoredPassage]]
    """Gives the openings of the newest articles."""
    count_passages: Callable[[], int]
    """Counts the passages that are searched."""
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
        answer = course.end("greeting", (), Choice(), greeting(course.language))
        yield FinalEvent(answer=answer)
    elif topic is not None:
        yield from course.tell_articles(topic)
    else:
        yield from course.read()


class _Course:
    """How far one question has got: its language, its times and the tokens spent on it."""

    def __init__(self, asked: Asked) -> None:
        self.started = time.monotonic()
        self.asked = asked
        self.language = detect_language(asked.question, [turn.question for turn in asked.history])
        self.timings: dict[str, float] = {}
        self.model = ChatUse(asked.load)
        self.claims: list[Claim] = []
        self.is_quoted = False
        self.notice: str | None = None

    def tell_articles(self, topic: str) -> Iterator[Event]:
        """Answer which articles there are, on a topic or at all."""
        hits = self.asked.on_topic(topic) if topic else self.asked.newest()
        yield self._found(hits)
        choice = Choice(tuple(list_articles(hits)))
        for sentence in as_sentences(choice.chosen):
            yield SentenceEvent(sentence=sentence)
        yield FinalEvent(answer=self._conclude(hits, choice))

    def read(self) -> Iterator[Event]:
        """Answer from what the passages say, each part of the question after the one before."""
        parts = self._parts()
        hits: list[ScoredPassage] = []
        choices: list[Choice] = []
        turns: list[Turn] = []
        for part in parts:
            question = self._alone(part, [*self.asked.history, *turns])
            found = self.asked.search(question)
            hits += [hit for hit in found if hit.passage.id not in {h.passage.id for h in hits}]
            yield self._found(hits)
            evidence = best_evidence(found, self._evidence_count(), hits)
            choice = yield from self._answer_part(question, evidence)
            choices.append(choice)
            turns.append(Turn(part, " ".join(claim.text for claim in choice.chosen)))
        unanswered = [
            part for part, choice in zip(parts, choices, strict=True) if not choice.chosen
        ]
        choice = join_choices(choices)
        answer = self._conclude(hits, choice, unanswered)
        if can_translate(self.model, choice.chosen, self.language):
            # It can be read and proved already, while what helps to read the proof is made.
            yield AnswerEvent(answer=answer)
            chosen = with_translations(self.model, choice.chosen, self.language)
            answer = self._conclude(hits, replace(choice, chosen=chosen), unanswered)
        yield FinalEvent(answer=answer)

    def end(
        self,
        status: str,
        hits: Sequence[ScoredPassage],
        choice: Choice,
        text: str,
        unanswered: Sequence[str] = (),
    ) -> Answer:
        """The answer, as far as it is made."""
        self._mark("answer")
        return Answer.model_validate(
            {
                "question": self.asked.question,
                "status": status,
                "text": text,
                "sentences": as_sentences(choice.chosen),
                "passages": show_passages(hits),
                "dropped": as_dropped(choice.dropped),
                "unanswered": tuple(unanswered),
                "confidence": round(choice.confidence, 4),
                "language": self.language,
                "model": EXTRACTIVE if self.is_quoted else self.model.chat.name,
                "timings": {**self.timings, "total": self._seconds()},
                "tokens": self.model.tokens(),
                "notice": self.notice or self._told_beside(choice),
            }
        )

    def _found(self, hits: Sequence[ScoredPassage]) -> PassagesEvent:
        self._mark("passages")
        return PassagesEvent(passages=show_passages(hits))

    def _parts(self) -> list[str]:
        # A large model answers all parts at once, and better for seeing them together.
        asked = self.asked.question
        return [asked] if isinstance(self.model.chat, HostedChat) else split_parts(asked)

    def _alone(self, question: str, history: Sequence[Turn]) -> str:
        """A question as it would be asked without the conversation before it."""
        if not history:
            return question
        tokens, chat = self.asked.settings.history_tokens, self.model.chat
        try:
            if not self.model.given_up:
                return stand_alone(chat, question, history, tokens)
        except Exception as error:  # the same as in `_write`
            self.model.fail(error)
        return with_last_topic(question, recent(history, tokens))

    def _answer_part(
        self, question: str, evidence: Sequence[Evidence]
    ) -> Generator[Event, None, Choice]:
        """Have the evidence read, and tell the sentences that hold."""
        self.claims = []
        yield from self._write(question, evidence)
        choice = choose_claims(self.claims)
        if isinstance(self.model.chat, LocalChat):
            by_article = attributed(choice, self.language)
            if by_article != choice:
                self.notice = self.notice or articles_differ(self.language)
            choice = by_article
        for sentence in as_sentences(choice.chosen):
            yield SentenceEvent(sentence=sentence)
        return choice

    def _told_beside(self, choice: Choice) -> str | None:
        """What the reader should know of sentences quoted beside a model's, or instead of them."""
        quoted = [claim for claim in choice.chosen if claim.is_quoted]
        if not quoted or self.is_quoted or not isinstance(self.model.chat, LocalChat):
            return None
        notice = quoted_instead if len(quoted) == len(choice.chosen) else quoted_beside
        return notice(self.language, any(claim.translation for claim in quoted))

    def _write(self, question: str, evidence: Sequence[Evidence]) -> Iterator[TokenEvent]:
        """Have the evidence read: the pieces of drafts as they come, the claims into `claims`."""
        chat = self.model.chat
        if isinstance(chat, NoChat) and chat.missing:
            self.notice = model_missing(self.language)
        failure = self.model.given_up
        try:
            for item in () if failure else self._claims(chat, question, evidence):
                if isinstance(item, TokenEvent):
                    self._mark("first_token")
                    yield item
                else:
                    self.claims.append(item)
        except Exception as error:  # each provider has errors of its own, and none may end a chat
            failure = self.model.fail(error)
        if failure:
            self.is_quoted = True
            quoted = answer_by_quoting(evidence[: self.asked.settings.evidence_sentences])
            self.claims = [*quoted, *(claim for claim in self.claims if not claim.trust)]
            self.notice = model_failed(self.language, chat.name, failure)

    def _claims(
        self, chat: Chat, question: str, evidence: Sequence[Evidence]
    ) -> Iterator[TokenEvent | Claim]:
        if not evidence:
            return
        if isinstance(chat, LocalChat):
            passages = self.asked.count_passages()
            yield from answer_by_reading(chat, question, self.language, evidence, passages)
        elif isinstance(chat, HostedChat):
            yield from answer_by_citing(chat, question, self.language, evidence)
        else:
            yield from answer_by_quoting(evidence)

    def _conclude(
        self, hits: Sequence[ScoredPassage], choice: Choice, unanswered: Sequence[str] = ()
    ) -> Answer:
        sentences = as_sentences(choice.chosen)
        if not sentences:
            return self.end("not_found", hits, choice, not_found_text(self.language))
        missing = [part_not_found(self.language, part) for part in unanswered]
        text = " ".join([marked_text(sentences), *missing])
        return self.end("answered", hits, choice, text, unanswered)

    def _evidence_count(self) -> int:
        settings = self.asked.settings
        hosted = isinstance(self.model.chat, HostedChat)
        return settings.hosted_sentences if hosted else settings.evidence_sentences

    def _mark(self, stage: str) -> None:
        self.timings.setdefault(stage, self._seconds())

    def _seconds(self) -> float:
        return round(time.monotonic() - self.started, 3)
