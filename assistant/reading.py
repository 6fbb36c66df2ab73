"""A small model's reading: what one sentence answers, and whether a sentence says so.

The scores are the model's own probabilities of its first token, as in LangChain's map-rerank
chain and in Kadavath et al. 2022, "Language Models (Mostly) Know What They Know".
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.chat_model import LocalChat
from assistant.conversation import Turn
from assistant.prompts import (
    CHOICES,
    NOT_FOUND,
    check_prompt,
    choose_prompt,
    condense_prompt,
    read_prompt,
)

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, BaseMessage

_SHORT_ANSWER_WORDS = 4
_MARKS = re.compile(r"\s*(\[\d+\])+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model took from one sentence for a question."""

    text: str
    """The answer, or empty where the model says that there is none."""
    abstention: float
    """Probability, 0 to 1, that the sentence does not answer."""


def read_sentence(
    chat: LocalChat, sentence: str, question: str, language: str
) -> Iterator[str | Reading]:
    """Read a sentence for a question: the answer piece by piece, then the whole `Reading`.

    Nothing is yielded before the `Reading` where the model finds no answer.
    """
    text, abstention = "", None
    held = ""
    for chunk in chat.read.stream(read_prompt(sentence, question, language)):
        if abstention is None:
            abstention = _probability_of(chunk, NOT_FOUND)
        piece = str(chunk.content)
        text += piece
        held += piece
        if held and not NOT_FOUND.startswith(text.strip()[: len(NOT_FOUND)]):
            yield held
            held = ""
    answer = text.strip()
    found = bool(answer) and not answer.startswith(NOT_FOUND)
    yield Reading(answer if found else "", 1.0 if abstention is None else abstention)


def says_so(chat: LocalChat, sentence: str, question: str, answer: str) -> float:
    """Probability, 0 to 1, that a sentence says what an answer claims."""
    claim = answer if len(answer.split()) >= _SHORT_ANSWER_WORDS else f"{question} {answer}"
    message = chat.check.invoke(check_prompt(sentence, claim))
    tokens = _first_tokens(message)
    yes, no = (sum(p for token, p in tokens if token.lower() == word) for word in ("yes", "no"))
    return yes / (yes + no) if yes + no else 0.0


def compare_answers(chat: LocalChat, question: str, answers: Sequence[str]) -> list[float]:
    """How likely each of some answers is the right one, put side by side; they sum up to 1."""
    letters = CHOICES[: len(answers)]
    tokens = _first_tokens(chat.choose.invoke(choose_prompt(question, answers)))
    weights = [sum(p for token, p in tokens if token == letter) for letter in letters]
    total = sum(weights)
    return [weight / total if total else 1 / len(answers) for weight in weights]


def condense_question(
    reply: Callable[[list["BaseMessage"]], str], turns: Sequence[Turn], question: str
) -> str:
    """`question` rewritten so that it can be understood without the turns before it.

    `reply` gives a model's reply to a prompt.
    """
    said = [(turn.question, _MARKS.sub("", turn.answer)) for turn in turns]
    return " ".join(reply(condense_prompt(said, question)).split()) or question


def _probability_of(chunk: "AIMessage", word: str) -> float | None:
    """Probability that the first token begins `word`; None where the chunk has no token."""
    tokens = _first_tokens(chunk)
    if not tokens:
        return None
    return sum(p for token, p in tokens if token and word.startswith(token))


def _first_tokens(message: Any) -> list[tuple[str, float]]:
    """The likeliest first tokens of a message, with their probabilities."""
    content = (message.response_metadata.get("logprobs") or {}).get("content") or []
    if not content:
        return []
    return [(top["token"].strip(), math.exp(top["logprob"])) for top in content[0]["top_logprobs"]]
