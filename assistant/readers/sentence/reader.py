"""The sentence reader: a small chat model reads sentence after sentence, and each is verified."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.calibration import CALIBRATION
from assistant.claims import ACCEPTED, BESIDE_THE_BEST, SURE
from assistant.evidence import Evidence
from assistant.llm.load import LocalModel
from assistant.llm.usage import ModelUse
from assistant.readers.sentence.answerability import LIKELY
from assistant.readers.sentence.quoting import likeliest, names_all, quote_in_order
from assistant.readers.sentence.reading import compare_answers, read_sentence
from assistant.readers.sentence.verifier import MAY_ANSWER, SentenceVerifier, heading_for
from assistant.stages import Answerability, Claim, Query, Reading, Retrieved
from assistant.verify.conflicts import without_rivals
from assistant.verify.grounding import corroboration

_NO_ECHO, _FULL_ECHO = 0.7, 0.6
_AFTER_THE_BEST = 0.9
"""Probability of what is quoted beside a claim, as a share of its own: enough to be chosen too."""
_NEAR = 0.6
"""Least probability of claims that are compared, as a share of the best one's."""


@dataclass(frozen=True, slots=True)
class SentenceReader:
    """Reads until a claim is sure, or after the second sentence until one seems to answer.

    Claims that come near each other are compared. Where none is sure, the sentences must seem to
    answer, or the claims have little probability; if they do, the best sentences are quoted beside
    the best claim, and in its place where none can be trusted.
    """

    use: ModelUse[LocalModel]
    verifier: SentenceVerifier
    answerability: Answerability

    def read(self, query: Query, retrieved: Retrieved) -> Iterator[str | Claim]:
        """The pieces of each answer as they come, then the claims; raises `ModelFailed`."""
        evidence = retrieved.evidence
        unrelated = CALIBRATION.answerability.unrelated
        if not evidence or max(item.hit.probability for item in evidence) < unrelated:
            return
        readings: list[Reading] = []
        yield from self._read_sentences(query, evidence, readings)
        yield from self._conclude(query, retrieved, readings)

    def _read_sentences(
        self, query: Query, evidence: Sequence[Evidence], readings: list[Reading]
    ) -> Iterator[str]:
        """Drafts of the answers of some sentences; what was read of each, into `readings`."""
        for rank, item in enumerate(evidence):
            claims = _claims(readings)
            if _is_enough(item, readings, claims):
                break
            apart = " " if claims else ""
            heading = heading_for(query.text, item, query.language)
            for piece in read_sentence(self.use.model, item, query, heading, rank):
                if isinstance(piece, Reading):
                    readings.append(self._verified(query, piece, claims) if piece.text else piece)
                else:
                    yield apart + piece
                    apart = ""

    def _verified(self, query: Query, reading: Reading, earlier: Sequence[Claim]) -> Claim:
        """A reading as a claim, checked where that may bring it into the answer.

        What another article says may contradict the answer, and is checked though it be weaker.
        """
        claim = Claim.of(reading, self.verifier.at_best(query, reading))
        least = BESIDE_THE_BEST * _best_probability(earlier)
        article = _article_id(claim)
        is_other = all(_article_id(each) != article for each in earlier)
        if claim.probability < ACCEPTED or (claim.probability < least and not is_other):
            return claim
        return replace(claim, verdict=self.verifier.verify(query, reading))

    def _conclude(
        self, query: Query, retrieved: Retrieved, readings: Sequence[Reading]
    ) -> Iterator[Claim]:
        """The claims, weighed against each other and the chance that the articles answer."""
        claims = _claims(readings)
        best = _best_probability(claims)
        if best >= SURE:
            yield from self._compared(query, claims, retrieved.evidence)
            return
        instead = likeliest(readings)
        if not instead:
            yield from claims
            return
        chance = self.answerability.probability(query, retrieved, readings)
        if chance < LIKELY:
            for claim in claims:
                yield _with_probability(claim, min(claim.probability, ACCEPTED) * chance)
            return
        yield from self._compared(query, claims, retrieved.evidence)
        if best >= ACCEPTED:
            yield from quote_in_order(instead, max(ACCEPTED, _AFTER_THE_BEST * best))
        elif names_all(query.text, query.language, instead):
            yield from quote_in_order(instead, ACCEPTED + (1 - ACCEPTED) * chance)

    def _compared(
        self, query: Query, claims: Sequence[Claim], evidence: Sequence[Evidence]
    ) -> list[Claim]:
        """Claims, those that come near the best weighed against each other.

        What another article says otherwise is not: to choose between articles is the reader's part.
        """
        least = max(ACCEPTED, _NEAR * _best_probability(claims))
        able = [claim for claim in claims if claim.is_checked and claim.probability >= least]
        near, _ = without_rivals(able)
        weighed = self._weigh(query, near, evidence)
        return [*weighed, *(claim for claim in claims if claim not in near)]

    def _weigh(
        self, query: Query, claims: Sequence[Claim], evidence: Sequence[Evidence]
    ) -> list[Claim]:
        """Claims, their probability moved by how they compare; the best keeps what the best had.

        What sets them apart is the model's own choice among them, and how far the other sentences
        speak of the same: of several reasons, the one that comes up again is more often right.
        """
        if len({claim.text for claim in claims}) < 2:
            return list(claims)
        texts = [claim.text for claim in claims]
        shares = compare_answers(self.use.model, query.text, texts)
        weights = []
        for claim, share in zip(claims, shares, strict=True):
            others = [item.text for item in evidence if item not in claim.evidence]
            echo = _NO_ECHO + _FULL_ECHO * corroboration(query.text, claim.text, others)
            weights.append(claim.probability * share * echo)
        scale = max(claim.probability for claim in claims) / max(weights)
        pairs = zip(claims, weights, strict=True)
        return [_with_probability(claim, scale * weight) for claim, weight in pairs]


def _is_enough(item: Evidence, readings: Sequence[Reading], claims: Sequence[Claim]) -> bool:
    """Whether `item`, the next sentence, need not be read.

    The second one is read if it is of another article, which may say otherwise; from there on,
    sentences are read until one seems to answer: further ones suggest wrong answers as often as
    right ones.
    """
    if not readings:
        return False
    if len(readings) == 1:
        other = item.hit.article.id != _article_id(readings[0])
        return _best_probability(claims) >= SURE and not other
    return any(claim.probability >= MAY_ANSWER for claim in claims)


def _claims(readings: Sequence[Reading]) -> list[Claim]:
    return [reading for reading in readings if isinstance(reading, Claim)]


def _best_probability(claims: Sequence[Claim]) -> float:
    """Probability of the best claim that was checked; 0 where none was."""
    return max((claim.probability for claim in claims if claim.is_checked), default=0.0)


def _with_probability(claim: Claim, probability: float) -> Claim:
    return replace(claim, verdict=replace(claim.verdict, probability=probability))


def _article_id(reading: Reading) -> str:
    return reading.evidence[0].hit.article.id
