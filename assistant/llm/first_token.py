"""How likely a chat model was to begin its reply with a word."""

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage


def _first_tokens(message: "AIMessage") -> list[tuple[str, float]]:
    """The likeliest first tokens of a reply, with their probabilities; empty where it has none."""
    content = (message.response_metadata.get("logprobs") or {}).get("content") or []
    if not content:
        return []
    return [(top["token"].strip(), math.exp(top["logprob"])) for top in content[0]["top_logprobs"]]


def probability_of(message: "AIMessage", word: str) -> float | None:
    """Probability, 0 to 1, that the first token begins `word`; None where there is no token."""
    tokens = _first_tokens(message)
    if not tokens:
        return None
    return sum(p for token, p in tokens if token and word.startswith(token))
