"""Recorded questions: what was searched, what models replied, and the events that came of it.

A tape is one question of a test set in one mode. Replayed, it takes the place of the store and of
the chat models, so that the whole path of a question runs without any model; and every call has to
come in the recorded order, with the recorded prompt.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from assistant import Turn
from assistant.readers.span.scorer import SentenceSpan
from vectorstore import Article, Filters, Passage, ScoredPassage, Span

FOLDER = Path(__file__).parent / "tapes"


class Differs(BaseException):
    """A replay left its tape. No `except Exception` of the code under test may hide it."""


@dataclass
class Tape:
    """One recorded question; all but its question and events is used up as it is replayed."""

    id: str
    set: str
    question: str
    history: list[list[str]]
    searches: list[dict[str, Any]] = field(default_factory=list)
    newest: list[list[str]] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    spans: list[dict[str, Any]] = field(default_factory=list)
    entailed: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def turns(self) -> list[Turn]:
        return [Turn(question, answer) for question, answer in self.history]

    def next_call(self, role: str, prompt: Sequence[BaseMessage]) -> dict[str, Any]:
        """The next recorded call, which must be this one."""
        if not self.calls:
            raise Differs(f"{self.id}: one call more than recorded: {role}")
        call = self.calls.pop(0)
        if (call["role"], call["prompt"]) != (role, digest(prompt)):
            raise Differs(
                f"{self.id}: recorded {call['role']}, called {role}: {prompt[-1].content}"
            )
        return call

    def require_used_up(self) -> None:
        left = [
            *(call["role"] for call in self.calls),
            *(each["query"] for each in (*self.searches, *self.spans)),
            *(each["claims"] for each in self.entailed),
        ]
        if left:
            raise Differs(f"{self.id}: recorded and not called: {left}")


class Corpus:
    """The articles and passages that recorded searches found."""

    def __init__(self, path: Path) -> None:
        data = json.loads(path.read_text(encoding="utf-8"))
        self.articles = {
            key: Article(
                **{
                    **each,
                    "page_starts": tuple(each["page_starts"]),
                    "page_labels": tuple(each.get("page_labels", ())),
                }
            )
            for key, each in data["articles"].items()
        }
        self.passages = {
            key: Passage(**{**each, "sentences": tuple(Span(*span) for span in each["sentences"])})
            for key, each in data["passages"].items()
        }

    def hit(self, row: dict[str, Any]) -> ScoredPassage:
        passage = self.passages[row["passage"]]
        return ScoredPassage(
            passage,
            self.articles[passage.article_id],
            row["score"],
            tuple(row["sentence_scores"]),
            row["probability"],
            row["language_bonus"],
            tuple(self.articles[each] for each in row["also_in"]),
        )


class TapeStore:
    """Takes the place of the store: finds what was found."""

    def __init__(self, tape: Tape, corpus: Corpus) -> None:
        self._tape, self._corpus = tape, corpus

    def search(
        self, query: str, k: int, filters: Filters | None = None, language: str | None = None
    ) -> list[ScoredPassage]:
        if not self._tape.searches:
            raise Differs(f"{self._tape.id}: one search more than recorded: {query}")
        made = self._tape.searches.pop(0)
        if [made["query"], made["k"], made["language"]] != [query, k, language]:
            raise Differs(f"{self._tape.id}: searched {query!r} in {language}, recorded {made}")
        return [self._corpus.hit(row) for row in made["hits"]]

    def newest(self, count: int, filters: Filters | None = None) -> list[tuple[Article, Passage]]:
        found = [self._corpus.passages[each] for each in self._tape.newest.pop(0)]
        return [(self._corpus.articles[passage.article_id], passage) for passage in found]


class TapeSpanModel:
    """Takes the place of the trained reader: its spans, margins and entailment."""

    def __init__(self, tape: Tape) -> None:
        self._tape = tape

    def __call__(self) -> "TapeSpanModel":
        return self

    def score(self, question: str, passages: Sequence[Passage]) -> list[list[SentenceSpan]]:
        made = self._next(self._tape.spans, "query", question)
        return [[SentenceSpan(Span(*span), m) for *span, m in each] for each in made["found"]]

    def entailment(self, claims: Sequence[tuple[str, str]]) -> list[float]:
        asked = [list(each) for each in claims]
        found: list[float] = self._next(self._tape.entailed, "claims", asked)["found"]
        return found

    def _next(self, calls: list[dict[str, Any]], key: str, value: Any) -> dict[str, Any]:
        if not calls or calls[0][key] != value:
            raise Differs(f"{self._tape.id}: read {value}, recorded {calls[:1]}")
        return calls.pop(0)


class TapeModel(BaseChatModel):
    """Takes the place of the local model in one of its roles: replies what it replied."""

    role: str
    tape: Any

    @property
    def _llm_type(self) -> str:
        return "tape"

    def _stream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> Iterator[Any]:
        for chunk in self.tape.next_call(self.role, messages)["chunks"]:
            yield ChatGenerationChunk(message=AIMessageChunk(**_message(chunk)))

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        (chunk,) = self.tape.next_call(self.role, messages)["chunks"]
        return ChatResult(generations=[ChatGeneration(message=AIMessage(**_message(chunk)))])


def _message(chunk: dict[str, Any]) -> dict[str, Any]:
    """A recorded piece of a reply as the arguments of a message."""
    metadata = dict(chunk.get("m", {}))
    if "l" in chunk:
        content = [{"token": t, "logprob": p, "top_logprobs": []} for t, p in chunk["l"]]
        content[0]["top_logprobs"] = [
            {"token": t, "logprob": p} for t, p in chunk.get("f", chunk["l"][:1])
        ]
        metadata["logprobs"] = {"content": content}
    usage = None
    if "u" in chunk:
        read, written = chunk["u"]
        usage = {"input_tokens": read, "output_tokens": written, "total_tokens": read + written}
    return {
        "content": chunk.get("t", ""), "response_metadata": metadata, "usage_metadata": usage
    }  # fmt: skip


def digest(prompt: Sequence[BaseMessage]) -> str:
    """16 hex digits that tell a prompt."""
    text = "\0".join(f"{message.type}\0{message.content}" for message in prompt)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_tapes(path: Path) -> list[Tape]:
    return [Tape(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


_PAGES = ("pages", "page_labels", "page_label", "ocr_certainty")


def shown(event: Any) -> dict[str, Any]:
    """An event as it is compared: passages by their ids and a hash, times by their names."""
    data = {"type": type(event).__name__, **event.model_dump(mode="json")}
    return compact(_without_pages(data))


def _without_pages(data: Any) -> Any:
    """`data` without the names of its pages where there are none, as in the articles of tapes."""
    if isinstance(data, list):
        return [_without_pages(each) for each in data]
    if not isinstance(data, dict):
        return data
    kept = {name: value for name, value in data.items() if value or name not in _PAGES}
    return {name: _without_pages(value) for name, value in kept.items()}


def compact(data: dict[str, Any]) -> dict[str, Any]:
    if "passages" in data:
        data["passages"] = _summary(data["passages"])
    if "answer" in data:
        answer = data["answer"]
        data["answer"] = {
            **answer,
            "passages": _summary(answer["passages"]),
            "timings": sorted(answer["timings"]),
        }
    return data


def _summary(passages: list[dict[str, Any]]) -> list[str]:
    # The collection is not part of the hash: tapes were recorded before passages named it.
    passages = [
        {name: value for name, value in each.items() if name != "collection"} for each in passages
    ]
    text = json.dumps(passages, sort_keys=True, ensure_ascii=False)
    return [*(each["id"] for each in passages), hashlib.sha256(text.encode()).hexdigest()[:16]]
