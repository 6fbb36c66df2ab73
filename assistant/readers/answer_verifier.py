"""`ModelAnswerVerifier`: the chat model's word on whether a sentence answers the question.

A span reader finds where an answer would stand, and is easily led by a sentence about nearly the
same thing. A second model that is asked only whether the sentence answers tells these apart ("Read
+ Verify", Hu et al. 2019).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.calibration import CALIBRATION
from assistant.claims import ACCEPTED
from assistant.evidence import Evidence
from assistant.llm.first_token import probability_of
from assistant.llm.load import LocalModel
from assistant.llm.prompts import verify_prompt
from assistant.llm.usage import ModelUse
from assistant.query.query import Query
from assistant.readers.span.reader import log_odds, sigmoid
from assistant.stages import Claim, Support, Verdict
from assistant.verify.asked_names import names_asked

_FIT = CALIBRATION.answering


@dataclass(frozen=True, slots=True)
class ModelAnswerVerifier:
    """Asks the local chat model whether the likeliest sentence answers.

    To ask it of a second one takes as long again and tells no more
    (`python -m eval.calibration.answering record --sentences 2`).
    """

    use: ModelUse[LocalModel]

    def verify_answers(self, query: Query, claims: Sequence[Claim]) -> list[Claim]:
        """The claims of a question, the likeliest first, with the model's word on the first one.

        It is not asked where the reader is certain either way. What it denies becomes less likely.
        Where nothing seems to answer, all are below `ACCEPTED`, so that none is chosen. Raises
        `ModelFailed`.
        """
        read = 1 - (claims[0].p_null or 0.0) if claims else 0.0
        if not _least_read(query) <= read < _FIT.certain:
            return list(claims)
        word = self.log_odds_of(query, claims[0].evidence[0])
        first, *others = (claim.p_answer or 0.0 for claim in claims)
        chances = [sentence_chance(first, word), *others]
        answered = answered_chance(read, word)
        # The reader has counted a name that is missing; in a follow-up, it may be all that tells.
        if query.is_follow_up and not names_asked(query, claims[0].evidence[0]):
            answered = sigmoid(log_odds(answered) - CALIBRATION.span.name_penalty)
        if answered < _FIT.answered:
            chances = [min(chance, ACCEPTED) * answered for chance in chances]
        return [_judged(*each, answered) for each in zip(claims, chances, strict=True)]

    def log_odds_of(self, query: Query, item: Evidence) -> float:
        """The model's log-odds that a sentence answers a question."""
        prompt = verify_prompt(item.text, item.heading, query.searched)
        reply = self.use.model.verify.invoke(prompt)
        yes, no = (probability_of(reply, word) or 0.0 for word in ("Yes", "No"))
        return log_odds(yes / (yes + no)) if yes + no else 0.0


def _least_read(query: Query) -> float:
    """The reader's probability that anything answers, below which the model is not asked.

    A small model affirms of a follow-up what is said of another thing of the kind: there its word
    only takes away.
    """
    return CALIBRATION.span.answered if query.is_follow_up else _FIT.hopeless


def sentence_chance(read: float, word: float) -> float:
    """Probability that a sentence answers, by the reader's and by the model's log-odds.

    The model affirms the event that a reason is asked for as it does the reason. Its word makes a
    sentence likelier only where the reader would not have chosen it.
    """
    both = sigmoid(_FIT.bias + _FIT.read_weight * log_odds(read) + _FIT.model_weight * word)
    return min(read, both) if read >= ACCEPTED else both


def answered_chance(read: float, word: float) -> float:
    """Probability that any sentence answers; `word` are the model's log-odds of the first."""
    return sigmoid(
        _FIT.answered_bias
        + _FIT.answered_read_weight * log_odds(read)
        + _FIT.answered_model_weight * word
    )


def _judged(claim: Claim, chance: float, answered: float) -> Claim:
    return replace(claim, p_null=1 - answered, verdict=Verdict(Support.VERIFIED, chance))
