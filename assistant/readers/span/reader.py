"""`SpanReader`: quotes the sentences in which the trained model finds the answer."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.calibration import CALIBRATION
from assistant.claims import ACCEPTED
from assistant.evidence import Evidence
from assistant.query.query import Query
from assistant.readers.span.scorer import SentenceSpan, SpanScorer
from assistant.stages import Claim, Retrieved, Support, Verdict
from assistant.verify.asked_names import is_about, names_asked

_FIT = CALIBRATION.span


@dataclass(frozen=True, slots=True)
class SpanReader:
    """Reads all passages found in one batch, and quotes their sentences that answer."""

    scorer: Callable[[], SpanScorer]
    """Gives the trained model, loaded when it is first needed."""

    def read(self, query: Query, retrieved: Retrieved) -> Iterator[Claim]:
        """Quotations with the words that answer, the likeliest first.

        Their probability is that of answering; where nothing seems to answer, it is below
        `ACCEPTED`, so that none is chosen. Nothing answers where the likeliest is from a passage
        that lacks a name which is asked about, and nothing from such a passage is chosen.
        """
        ranked = rank(self.scorer(), query, retrieved)
        if not ranked:
            return
        others = _about_others(ranked, query)
        is_about_other = ranked[0].item.hit.passage.id in others
        answered = 0.0 if is_about_other else answerability(ranked, query)
        for found in ranked:
            chance = 0.0 if found.item.hit.passage.id in others else found.probability
            if answered < _FIT.answered:
                chance = min(chance, ACCEPTED) * answered
            yield Claim(
                found.item.text,
                (found.item,),
                quoted=True,
                spans=(found.read.span,),
                p_answer=found.probability,
                p_null=1 - answered,
                verdict=Verdict(Support.VERIFIED, chance),
            )


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence with what is known of it."""

    item: Evidence
    read: SentenceSpan
    is_foreign: bool
    """Whether its article is in another language than the question."""
    probability: float
    """Estimate, 0 to 1, that it answers."""


def rank(scorer: SpanScorer, query: Query, retrieved: Retrieved) -> list[RankedSentence]:
    """The sentences of the evidence, the likeliest to answer first."""
    evidence = retrieved.evidence
    hits = {item.hit.passage.id: item.hit for item in evidence}
    spans = scorer.score(query.text, [hit.passage for hit in hits.values()])
    read = dict(zip(hits, spans, strict=True))
    best = max((item.score for item in evidence), default=0.0)
    ranked = []
    for item in evidence:
        passage = item.hit.passage
        found = read[passage.id][passage.sentences.index(item.span)]
        foreign = item.hit.article.language not in (None, query.language)
        length = found.span.end - found.span.start
        match = item.hit.probability
        odds = sentence_odds(found.margin, item.score - best, match, foreign, length)
        ranked.append(RankedSentence(item, found, foreign, sigmoid(odds)))
    return sorted(ranked, key=lambda each: -each.probability)


def sentence_odds(margin: float, behind: float, match: float, foreign: bool, length: int) -> float:
    """Log-odds that a sentence answers.

    `margin` is that of its span over "no answer here", `behind` its score less that of the best
    sentence found, `match` the probability of its passage, `foreign` whether its language is
    another than the question's, in which margins are smaller, and `length` that of its span in
    characters: a reason takes more words than a name, and its margin is smaller.
    """
    return (
        _FIT.bias
        + _FIT.margin_weight * margin
        + _FIT.behind_weight * behind
        + _FIT.match_weight * log_odds(match)
        + _FIT.foreign_weight * foreign
        + _FIT.length_weight * math.log1p(length)
    )


def _about_others(ranked: Sequence[RankedSentence], query: Query) -> set[str]:
    """Ids of the passages that lack a name which is asked about."""
    hits = {each.item.hit.passage.id: each.item.hit for each in ranked}
    return {id_ for id_, hit in hits.items() if not is_about(query, hit)}


def answerability(ranked: Sequence[RankedSentence], query: Query) -> float:
    """Probability, 0 to 1, that one of the sentences answers the question."""
    penalty = 0.0 if names_asked(query, ranked[0].item) else _FIT.name_penalty
    return sigmoid(answered_odds(ranked) - penalty)


def answered_odds(ranked: Sequence[RankedSentence]) -> float:
    """Log-odds that one of the sentences answers, whoever is asked about."""
    margin = max(each.read.margin for each in ranked)
    match = max(each.item.hit.probability for each in ranked)
    best = ranked[0].probability
    return (
        _FIT.answered_bias
        + _FIT.answered_best_weight * log_odds(best)
        + _FIT.answered_margin_weight * margin
        + _FIT.answered_match_weight * log_odds(match)
        + _FIT.answered_foreign_weight * ranked[0].is_foreign
    )


def log_odds(chance: float) -> float:
    """Log-odds of a probability, within those of 0.001 and 0.999."""
    chance = min(max(chance, 0.001), 0.999)
    return math.log(chance / (1 - chance))


def sigmoid(odds: float) -> float:
    """Probability of log-odds."""
    return 1 / (1 + math.exp(-odds)) if odds > -500 else 0.0
