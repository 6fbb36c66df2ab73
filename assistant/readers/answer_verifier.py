"""`ModelAnswerVerifier`: the chat model's word on whether sentences answer the question.

A span reader finds where an answer would stand, and is easily led by a sentence about nearly the
same thing. A second model that is asked only whether the sentence answers tells these apart ("Read
+ Verify", Hu et al. 2019).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.calibration import CALIBRATION
from assistant.claims import ACCEPTED
from assistant.evidence import Evidence
from assistant.llm.first_token import probability_of
from assistant.llm.llama_server import SentenceSlots
from assistant.llm.load import LocalModel
from assistant.llm.prompts import verify_prompt
from assistant.llm.usage import ModelUse
from assistant.readers.span.reader import log_odds, sigmoid
from assistant.stages import Claim, Query, Support, Verdict

_FIT = CALIBRATION.answering

MOST_ASKED = 2
"""Sentences, the likeliest first, of which the model is asked: each takes it a second or two."""


@dataclass(frozen=True, slots=True)
class ModelAnswerVerifier:
    """Asks the local chat model whether the likeliest sentences answer."""

    use: ModelUse[LocalModel]
    slots: SentenceSlots = field(default_factory=SentenceSlots)

    def verify_answers(self, query: Query, claims: Sequence[Claim]) -> list[Claim]:
        """The claims of a question, the likeliest first, with the model's word on the first ones.

        It is not asked where the reader is certain either way. What it denies becomes less likely.
        Where nothing seems to answer, all are below `ACCEPTED`, so that none is chosen. Raises
        `ModelFailed`.
        """
        read = 1 - (claims[0].p_null or 0.0) if claims else 0.0
        if not _FIT.hopeless <= read < _FIT.certain:
            return list(claims)
        words: list[float] = []
        chances = [claim.p_answer or 0.0 for claim in claims]
        for number, claim in enumerate(claims[:MOST_ASKED]):
            words.append(self.log_odds_of(query, claim.evidence[0]))
            chances[number] = sentence_chance(chances[number], words[-1])
            if answered_chance(read, words[-1]) >= _FIT.enough:
                break
        answered = answered_chance(read, max(words))
        if answered < _FIT.answered:
            chances = [min(chance, ACCEPTED) * answered for chance in chances]
        return [_judged(*each, answered) for each in zip(claims, chances, strict=True)]

    def log_odds_of(self, query: Query, item: Evidence) -> float:
        """The model's log-odds that a sentence answers a question."""
        prompt = verify_prompt(item.text, item.heading, query.text)
        reply = self.use.model.verify.invoke(prompt, **self.slots.request_options(item.text))
        yes, no = (probability_of(reply, word) or 0.0 for word in ("Yes", "No"))
        return log_odds(yes / (yes + no)) if yes + no else 0.0


def sentence_chance(read: float, word: float) -> float:
    """Probability that a sentence answers, by the reader's and by the model's log-odds.

    The model affirms the event that a reason is asked for as it does the reason. Its word makes a
    sentence likelier only where the reader would not have chosen it.
    """
    both = sigmoid(_FIT.bias + _FIT.read_weight * log_odds(read) + _FIT.model_weight * word)
    return min(read, both) if read >= ACCEPTED else both


def answered_chance(read: float, word: float) -> float:
    """Probability that any sentence answers; `word` are the model's log-odds of the likeliest."""
    return sigmoid(
        _FIT.answered_bias
        + _FIT.answered_read_weight * log_odds(read)
        + _FIT.answered_model_weight * word
    )


def _judged(claim: Claim, chance: float, answered: float) -> Claim:
    return replace(claim, p_null=1 - answered, verdict=Verdict(Support.VERIFIED, chance))
