"""What is fitted again: which numbers, on which records, by which loss, over which grid."""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from eval.calibration import losses
from eval.calibration.arrays import Floats, Passages, Sentences, Values
from eval.calibration.corpora import MIXED
from eval.calibration.grid import Fit, fit_grid
from eval.calibration.records import SearchRecord


@dataclass(frozen=True)
class Measure:
    """A figure of merit: measured of each question, then summarised."""

    name: str
    of: Callable[[Any, Values], Floats]
    summary: Callable[[Floats], float] = np.mean


@dataclass(frozen=True)
class Refit:
    """Numbers fitted again: the best values, and each measure in use and cross-validated."""

    data: str
    objective: str
    questions: int
    values: Values
    measures: Mapping[str, tuple[float, float]]


_RANKING = (Measure("acc@1", losses.is_first), Measure("MRR", losses.reciprocal_rank))
_CHANCES = (
    Measure("log loss", losses.log_loss),
    Measure("Brier", losses.top_chance, losses.brier),
    Measure("ECE", losses.top_chance, losses.expected_calibration_error),
)
_SENTENCES = (
    Measure("MRR", losses.sentence_reciprocal_rank),
    Measure("among four", losses.is_among_four),
)


def refits(records: Sequence[SearchRecord]) -> Iterator[Refit]:
    """All numbers that can be fitted again, by what they were fitted together with."""
    answerable = [each for each in records if each.is_answerable]
    plain = [each for each in answerable if each.corpus.startswith("xquad")]
    mixed = [each for each in plain if each.corpus == MIXED]
    plain = [each for each in plain if each.corpus != MIXED]
    several = [each for each in answerable if each.corpus == "several"]
    yield fusion(plain)
    yield chances(plain)
    yield language(mixed)
    yield sentence_tokens([*plain, *(each for each in answerable if each.corpus == "article")])
    yield foreign_sentences([*mixed, *several])


def fusion(records: Sequence[SearchRecord]) -> Refit:
    """The weights of the kinds of evidence; those of passage and sentence sum to 1."""
    grid = {
        "sentence_weight": _steps(0.0, 1.0, 0.1),
        "token_weight": _steps(0.08, 0.64, 0.08),
        "lexical_weight": _steps(0.0, 0.24, 0.02),
    }

    def whole(values: Values) -> Values:
        if "sentence_weight" not in values:
            return values
        return {**values, "passage_weight": round(1 - values["sentence_weight"], 3)}

    def loss(data: Passages, values: Values) -> Floats:
        return 1 - losses.reciprocal_rank(data, whole(values))

    data = Passages.of(records)
    fit = fit_grid(data, loss, grid)
    fit = Fit(whole(fit.refitted), tuple(map(whole, fit.by_fold)))
    return _refit("XQuAD, a language a store", "1 - MRR of passages", data, fit, _RANKING)


def chances(records: Sequence[SearchRecord]) -> Refit:
    """The map from scores to probabilities, with the paragraphs of half the groups taken away."""
    hidden = [zlib.crc32(f"hidden {each.group}".encode()) % 2 == 0 for each in records]
    data = Passages.of(records).without_gold(np.array(hidden))
    grid = {
        "temperature": _steps(0.016, 0.05, 0.001),
        "no_answer_score": _steps(0.94, 1.1, 0.004),
    }
    fit = fit_grid(data, losses.log_loss, grid)
    about = "XQuAD, a language a store, half of the paragraphs taken away"
    return _refit(about, "log loss", data, fit, _CHANCES)


def language(records: Sequence[SearchRecord]) -> Refit:
    """The bonus of passages in another language than the question's."""
    # Of a gold passage that was not found the language is not recorded.
    data = Passages.of([each for each in records if any(one.is_gold for one in each.candidates)])
    is_other = (data.gold & (data.features[:, :, -1] > 0)).any(axis=1)
    balance: Floats = np.where(is_other, 0.5 / is_other.mean(), 0.5 / (1 - is_other.mean()))

    def loss(data: Passages, values: Values) -> Floats:
        wrong: Floats = 1 - losses.is_first(data, values)
        return balance * wrong

    fit = fit_grid(data, loss, {"language_bonus": _steps(0.0, 0.16, 0.005)})

    def share(of_other: bool) -> Callable[[Floats], float]:
        return lambda right: float(right[is_other == of_other].mean())

    measures = (
        Measure("acc@1, same language", losses.is_first, share(False)),
        Measure("acc@1, another language", losses.is_first, share(True)),
    )
    about = "XQuAD, each paragraph in one of three languages"
    return _refit(about, "1 - acc@1, mean of same and other language", data, fit, measures)


def sentence_tokens(records: Sequence[SearchRecord]) -> Refit:
    """The weight of late interaction in the score of a sentence."""
    grid = {"sentence_token_weight": _steps(0.0, 4.0, 0.25)}
    about = "XQuAD, a language a store, and the dev split of `article`"
    return _sentence_refit(about, records, grid)


def foreign_sentences(records: Sequence[SearchRecord]) -> Refit:
    """The bonus of sentences in another language than the question's."""
    grid = {"foreign_weight": _steps(0.0, 5.0, 0.2)}
    about = "XQuAD, each paragraph in one of three languages, and the dev split of `several`"
    return _sentence_refit(about, records, grid)


def _sentence_refit(
    about: str, records: Sequence[SearchRecord], grid: Mapping[str, Sequence[float]]
) -> Refit:
    def loss(data: Sentences, values: Values) -> Floats:
        return 1 - losses.sentence_reciprocal_rank(data, values)

    data = Sentences.of(records)
    return _refit(about, "1 - MRR of sentences", data, fit_grid(data, loss, grid), _SENTENCES)


def _refit(
    about: str, objective: str, data: Any, fit: Fit[Any], measures: Sequence[Measure]
) -> Refit:
    measured = {
        each.name: (
            float(each.summary(each.of(data, {}))),
            float(each.summary(fit.held_out(data, each.of))),
        )
        for each in measures
    }
    return Refit(about, objective, len(data.folds), fit.refitted, measured)


def _steps(first: float, last: float, step: float) -> list[float]:
    count = round((last - first) / step) + 1
    return [round(first + step * number, 6) for number in range(count)]
