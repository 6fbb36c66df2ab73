"""A small model's reading: what one sentence answers, and whether a sentence says so.

The scores are the model's own probabilities of its first token, as in LangChain's map-rerank
chain and in Kadavath et al. 2022, "Language Models (Mostly) Know What They Know".
"""

import math
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from assistant.evidence import Evidence
from assistant.llm.load import LocalModel
from assistant.llm.prompt_examples import NOT_FOUND
from assistant.llm.prompts import (
    CHOICES,
    check_prompt,
    choose_prompt,
    read_prompt,
    suffice_prompt,
)
from assistant.query.language import language_name
from assistant.stages import Query, Reading
from assistant.text.numbers import regroup

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

HOPELESS = 0.6
"""Chance of no answer above which a sentence is not read on."""
_IMPOSSIBLE = -50.0
"""Logarithm of the probability that the engine tells of a token that was ruled out."""
_SAYS_NOTHING = re.compile(r"^\W*not[ _]found\b(?:\W*$|\W+in the (?:text|article))", re.I)
"""What a small model writes that is kept from replying `NOT_FOUND`, and means it.

Nothing else may stand beside it: people are not found, too.
"""


def read_sentence(
    model: LocalModel, item: Evidence, query: Query, heading: str = "", rank: int = 0
) -> Iterator[str | Reading]:
    """Read a sentence for a question: the answer piece by piece, then the whole `Reading`.

    `heading` is the title of the sentence's article, which tells what it is about.

    The model is kept from saying that there is no answer, and how likely it was to say so is
    taken instead. Where that is likelier than `HOPELESS`, nothing is written.
    """
    text, p_null = "", None
    logs: list[float] = []
    prompt = read_prompt(item.text, query.text, language_name(query.language), heading)
    stream = model.read.stream(prompt)
    for chunk in stream:
        if p_null is None:
            p_null = _probability_of(chunk, NOT_FOUND)
            if p_null is not None and p_null > HOPELESS:
                break
        logs += _log_probabilities(chunk)
        piece = str(chunk.content)
        text += piece
        if piece:
            yield piece
    # Leaving the stream to the garbage collector would let the engine write on.
    getattr(stream, "close", lambda: None)()
    if p_null is None or _SAYS_NOTHING.search(text):
        p_null = 1.0
    if p_null > HOPELESS:
        yield Reading("", (item,), p_answer=0.0, p_null=p_null, rank=rank)
    else:
        p_answer = math.exp(sum(logs) / len(logs)) if logs else 0.0
        said = regroup(text.strip(), item.text, query.language)
        yield Reading(said, (item,), p_answer=p_answer, p_null=p_null, rank=rank)


def entailment_probability(
    model: LocalModel, sentence: str, question: str, answer: str, heading: str = ""
) -> float:
    """Probability, 0 to 1, that a sentence entails an answer to a question."""
    return _chance_of_yes(model.check.invoke(check_prompt(sentence, question, answer, heading)))


def sufficiency(model: LocalModel, text: str, question: str) -> float:
    """Probability, 0 to 1, that a text is enough to answer a question.

    What Joren et al. 2024 call "Sufficient Context", rated by the model itself.
    """
    return _chance_of_yes(model.suffice.invoke(suffice_prompt(text, question)))


def compare_answers(model: LocalModel, question: str, answers: Sequence[str]) -> list[float]:
    """How likely each of some answers is the right one, put side by side; they sum up to 1."""
    letters = CHOICES[: len(answers)]
    tokens = _first_tokens(model.choose.invoke(choose_prompt(question, answers)))
    weights = [sum(p for token, p in tokens if token == letter) for letter in letters]
    total = sum(weights)
    return [weight / total if total else 1 / len(answers) for weight in weights]


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
