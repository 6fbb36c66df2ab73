"""How likely a claim is right, as far as the model that wrote it can tell."""

import math

_CHECK_WEIGHT = 0.71
_CERTAINTY_WEIGHT = 1.47
_FIRST = 0.92
_BIAS = -1.81
_LEAST_CHANCE = 0.02


def chance_right(borne_out: float, certainty: float, is_first: bool) -> float:
    """Chance, 0 to 1, that what a model read from a sentence answers the question rightly.

    `borne_out` is how likely the model finds it right when it looks again, `certainty` the mean
    probability of the tokens it wrote, and `is_first` whether the sentence matches the question
    best of all.

    A logistic regression on 211 readings for 100 questions: 43 of the article's dev set, and 57 of
    XQuAD asked in English of German paragraphs. The best reading of each question, by this chance
    and what names and numbers leave of it, was right by the gold answers for 22 of 29 at 0.5 and
    above, for 14 of 24 from 0.3 to there, and for 4 of 19 below; of the 26 questions without an
    answer, 2 had a reading above 0.3, and 6 above 0.2.
    """
    odds = math.log((borne_out + _LEAST_CHANCE) / (1 - borne_out + _LEAST_CHANCE))
    sure = math.log(max(certainty, _LEAST_CHANCE))
    score = _BIAS + _CHECK_WEIGHT * odds + _CERTAINTY_WEIGHT * sure + _FIRST * is_first
    return 1 / (1 + math.exp(-score))
