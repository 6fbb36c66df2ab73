"""Whether what was found answers a question at all: the decision to abstain."""

import math

LIKELY = 0.5
"""Least chance at which an answer is given."""
_ABSTENTION_WEIGHT = 6.0
_NEEDED = -1.6
_LARGE_STORE = 200
_LEAST_CHANCE = 0.01


def chance_of_answer(sufficiency: float, abstention: float, match: float, passages: int) -> float:
    """Chance, 0 to 1, that what was found answers; below `LIKELY` the assistant abstains.

    `sufficiency` is how likely the model finds the best sentences enough to answer, `abstention`
    how likely it finds no answer in the one that it reads best, with a reading whose numbers
    stand there: 1 where there is no such reading. A false premise shows in the first, a detail
    that is missing in the second. `match` is the probability of the best passage found among
    `passages`: that one stands out of many tells something, that one stands out of few does not.

    The weights were set by hand on the dev split of the article's set and on 26 questions of
    XQuAD, asked in English of German paragraphs. On the former sufficiency and abstention alone
    order answerable before unanswerable questions with an area under the curve of 0.90 and 0.89,
    together with 0.97; on the latter both have 0.81, and with the match 0.94.
    """
    score = (
        _log_odds(sufficiency)
        - _ABSTENTION_WEIGHT * abstention
        + min(1.0, passages / _LARGE_STORE) * _log_odds(match)
    )
    return 1 / (1 + math.exp(_NEEDED - score))


def _log_odds(chance: float) -> float:
    return math.log((chance + _LEAST_CHANCE) / (1 - chance + _LEAST_CHANCE))
