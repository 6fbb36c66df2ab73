"""A small model's reading: what one sentence answers, and whether a sentence says so.

The scores are the model's own probabilities of its first token, as in LangChain's map-rerank
chain and in Kadavath et al. 2022, "Language Models (Mostly) Know What They Know".
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.conversation import Turn
from assistant.llm.load import LocalChat
from assistant.llm.prompt_examples import NOT_FOUND
from assistant.llm.prompts import (
    CHOICES,
    check_prompt,
    choose_prompt,
    condense_prompt,
    read_prompt,
    suffice_prompt,
)
from assistant.query.language import language_name
from assistant.text.numbers import regroup

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, BaseMessage

HOPELESS = 0.6
"""Chance of no answer above which a sentence is not read on."""
_IMPOSSIBLE = -50.0
"""Logarithm of the probability that the engine tells of a token that was ruled out."""
_SAYS_NOTHING = re.compile(r"^\W*not[ _]found\b(?:\W*$|\W+in the (?:text|article))", re.I)
"""What a small model writes that is kept from replying `NOT_FOUND`, and means it.

Nothing else may stand beside it: people are not found, too.
"""
_MARKS = re.compile(r"\s*(\[\d+\])+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model took from one sentence for a question."""

    text: str
    """The answer, or empty where the model says that there is none."""
    abstention: float
    """Probability, 0 to 1, that the sentence does not answer."""
    certainty: float = 0.0
    """Geometric mean of the probabilities of the tokens written, 0 to 1."""


def read_sentence(
    chat: LocalChat, sentence: str, question: str, language: str, heading: str = ""
) -> Iterator[str | Reading]:
    """Read a sentence for a question: the answer piece by piece, then the whole `Reading`.

    `language` is the ISO 639-1 code of the one to answer in, and `heading` the title of the
    sentence's article, which tells what it is about.

    The model is kept from saying that there is no answer, and how likely it was to say so is
    taken instead. Where that is likelier than `HOPELESS`, nothing is written.
    """
    text, abstention = "", None
    logs: list[float] = []
    stream = chat.read.stream(read_prompt(sentence, question, language_name(language), heading))
    for chunk in stream:
        if abstention is None:
            abstention = _probability_of(chunk, NOT_FOUND)
            if abstention is not None and abstention > HOPELESS:
                break
        logs += _log_probabilities(chunk)
        piece = str(chunk.content)
        text += piece
        if piece:
            yield piece
    # Leaving the stream to the garbage collector would let the engine write on.
    getattr(stream, "close", lambda: None)()
    if abstention is None or _SAYS_NOTHING.search(text):
        abstention = 1.0
    if abstention > HOPELESS:
        yield Reading("", abstention)
    else:
        certainty = math.exp(sum(logs) / len(logs)) if logs else 0.0
        yield Reading(regroup(text.strip(), sentence, language), abstention, certainty)


def is_borne_out(
    chat: LocalChat, sentence: str, question: str, answer: str, heading: str = ""
) -> float:
    """Probability, 0 to 1, that a sentence says that an answer to a question is right."""
    return _chance_of_yes(chat.check.invoke(check_prompt(sentence, question, answer, heading)))


def suffices(chat: LocalChat, text: str, question: str) -> float:
    """Probability, 0 to 1, that a text is enough to answer a question.

    What Joren et al. 2024 call "Sufficient Context", rated by the model itself.
    """
    return _chance_of_yes(chat.suffice.invoke(suffice_prompt(text, question)))


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


def _chance_of_yes(message: "AIMessage") -> float:
    tokens = _first_tokens(message)
    yes, no = (sum(p for token, p in tokens if token.lower() == word) for word in ("yes", "no"))
    return yes / (yes + no) if yes + no else 0.0


def _log_probabilities(message: Any) -> list[float]:
    """Of the tokens of a message, those that it was not kept from."""
    return [t["logprob"] for t in _tokens_of(message) if t["logprob"] > _IMPOSSIBLE]


def _first_tokens(message: Any) -> list[tuple[str, float]]:
    """The likeliest first tokens of a message, with their probabilities."""
    content = _tokens_of(message)
    if not content:
        return []
    return [(top["token"].strip(), math.exp(top["logprob"])) for top in content[0]["top_logprobs"]]


def _tokens_of(message: Any) -> list[dict[str, Any]]:
    """The tokens of a message with their log probabilities, as OpenAI's interface gives them."""
    return (message.response_metadata.get("logprobs") or {}).get("content") or []
