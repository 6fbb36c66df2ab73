"""Detects answers attributed to the wrong person or place, by swapping the name and checking again.

`How many men did Turkey send?`, asked of a sentence that says that Russia sent 2,500, is answered
with 2,500 men of Turkey's, and a small model that is asked whether the sentence says so, agrees.
It agrees more, though, when Russia stands in the place of Turkey.
"""

import math

from assistant.evidence import Evidence
from assistant.llm.load import LocalModel
from assistant.readers.sentence.reading import entailment_probability
from assistant.text.names import CAPITALISE_NOUNS, is_named, name_runs, names, unnamed

_FITS_BETTER = 0.6
"""Log-odds by which another name has to be borne out better. Of 12 right answers of XQuAD whose
sentence has not the name asked about but has others, 1 is taken for another's so, and of 17 answers
to questions whose name was exchanged for another of the paragraph, 12."""
_FITS = 0.5
_MOST_NAMES = 4
"""Names that are tried: each takes as long as another check."""
_LEAST_CHANCE = 0.02


def is_of_another(
    model: LocalModel, question: str, answer: str, item: Evidence, heading: str, entailment: float
) -> bool:
    """Whether an answer is borne out better of somebody else whom its sentence or heading names.

    That is asked only where the sentence has not a name asked about, and the passage around it has:
    one that stands nowhere may be in it in another language, as England is in Spanish.
    `entailment` is the probability of the answer as it stands.
    """
    missing = missing_name(question, item.text)
    if not missing or not is_named(missing, f"{item.hit.passage.text} {item.hit.article.title}"):
        return False
    for other in _others(question, answer, item, heading):
        asked, told = question.replace(missing, other), _exchange(answer, missing, other)
        fits = entailment_probability(model, item.text, asked, told, heading)
        if fits >= _FITS and _log_odds(fits) - _log_odds(entailment) >= _FITS_BETTER:
            return True
    return False


def missing_name(question: str, sentence: str) -> str:
    """The first name in a question of which a sentence has no part; empty if there is none."""
    return next(unnamed(question, sentence), "")


def _others(question: str, answer: str, item: Evidence, heading: str) -> list[str]:
    """Names that could stand in the place of the one asked about."""
    if item.hit.article.language in CAPITALISE_NOUNS:
        return []
    around = item.hit.passage.text
    runs = [run for text in (item.text, heading) for run in name_runs(text, names(around))]
    said = f"{question} {answer}"
    return [run for run in dict.fromkeys(runs) if not is_named(run, said)][:_MOST_NAMES]


def _exchange(answer: str, name: str, other: str) -> str:
    """An answer with another name in the place of one, which it may spell in its own way."""
    if name in answer:
        return answer.replace(name, other)
    for run in name_runs(answer):
        if is_named(run, name):
            return answer.replace(run, other)
    return answer


def _log_odds(chance: float) -> float:
    return math.log((chance + _LEAST_CHANCE) / (1 - chance + _LEAST_CHANCE))
