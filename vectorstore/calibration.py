"""`SearchCalibration`: the numbers of the search that were fitted to data.

`docs/calibration.md` says on what data and with what error; `python -m eval.calibration.fit` fits
again what it can. Bounds on time, memory and sizes are not fitted, and stand where they are used.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchCalibration:
    """Fitted numbers of the search, for the packaged embedding model."""

    passage_weight: float = 0.4
    """Weight of the cosine similarity of the passage's own vector in a passage's score."""
    sentence_weight: float = 0.6
    """Weight of the cosine similarity of the passage's most similar sentence."""
    token_weight: float = 0.32
    """Weight of the late interaction (MaxSim) of the query's and the passage's tokens."""
    sentence_token_weight: float = 1.5
    """Weight of the late interaction with a sentence's tokens in the sentence's score."""
    lexical_weight: float = 0.08
    """Weight of BM25 as a share, 0 to 1, of the query's weight."""
    bm25_k1: float = 0.6
    """BM25's term saturation, from 0."""
    bm25_b: float = 0.4
    """BM25's length normalisation, 0 to 1."""
    language_bonus: float = 0.09
    """Score added to a passage in another language than the question's."""
    temperature: float = 0.027
    """Divisor of the scores in the softmax that turns them into probabilities."""
    no_answer_score: float = 1.026
    """Score at which a passage is as likely to answer as it is that none does."""
    tie: float = 0.002
    """Difference of scores below which two passages rank alike, and the newer comes first."""
    related_similarity: float = 0.826
    """Mean cosine similarity of a question and a sentence that answers it."""
    unrelated_similarity: float = 0.719
    """Mean cosine similarity of a question and a sentence about something else."""
    duplicate_overlap: float = 0.6
    """Least share, 0 to 1, of the shorter passage's word triples in the longer, between articles,
    at which two passages are near-duplicates."""
    duplicate_overlap_within: float = 0.9
    """The same share for two passages of one article."""
    duplicate_size_ratio: float = 0.5
    """Least ratio, 0 to 1, of the shorter to the longer of two near-duplicates, in word triples."""


SEARCH = SearchCalibration()
