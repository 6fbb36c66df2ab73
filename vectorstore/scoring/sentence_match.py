"""Late interaction of the query with each sentence of a retrieved passage.

The vector of a sentence lacks its context. Its tokens were embedded with the whole passage, so that
`he` is near the person it refers to; late interaction with them tells better which sentence of a
passage answers.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from vectorstore.coding.rotation import Array
from vectorstore.passage import Passage, ScoredPassage
from vectorstore.scoring import late_interaction


def weigh_sentences(
    hit: ScoredPassage,
    alike: Array,
    token_spans: Sequence[tuple[int, int]],
    weight: float,
) -> ScoredPassage:
    """`hit` with `weight` times the MaxSim of each sentence's tokens added to the sentence's score.

    `alike` are the cosine similarities of query tokens and passage tokens, (query, passage);
    `token_spans` are the offsets of the passage's tokens in its stripped text. A sentence without
    known tokens gets the MaxSim of the whole passage, so without `token_spans` the order stays.
    """
    runs = (alike[:, part] for part in _parts(hit.passage, token_spans))
    more = [late_interaction.max_sim(run if run.size else alike) for run in runs]
    scores = (own + weight * each for own, each in zip(hit.sentence_scores, more, strict=True))
    return replace(hit, sentence_scores=tuple(scores))


def _parts(passage: Passage, token_spans: Sequence[tuple[int, int]]) -> list[slice]:
    """Range of tokens of each sentence; empty ranges if the token spans are unknown."""
    before = passage.stripped_start
    starts, ends = [start for start, _ in token_spans], [end for _, end in token_spans]
    return [
        slice(bisect_right(ends, span.start - before), bisect_left(starts, span.end - before))
        for span in passage.sentences
    ]
