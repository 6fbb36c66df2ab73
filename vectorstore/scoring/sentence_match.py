"""How well the sentences of a passage that was found match the question, token by token.

A sentence's own vector lacks what stands around it. Its tokens, embedded with their passage, know
who `he` is, so late interaction with them tells better which sentence of a passage answers.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from vectorstore.passage import Passage, ScoredPassage
from vectorstore.scoring import token_codes


def weigh_sentences(
    hit: ScoredPassage,
    alike: token_codes.Array,
    token_spans: Sequence[tuple[int, int]],
    weight: float,
) -> ScoredPassage:
    """A passage whose sentences' scores have the late interaction with their tokens added.

    `alike` is how similar the question's tokens and the passage's are, of which `token_spans` tells
    where in its stripped text they stand. A sentence of which no token is known has what the whole
    passage has: where no span is, all have the same added, and keep their order.
    """
    runs = (alike[:, part] for part in _parts(hit.passage, token_spans))
    more = [token_codes.max_sim(run if run.size else alike) for run in runs]
    scores = (own + weight * each for own, each in zip(hit.sentence_scores, more, strict=True))
    return replace(hit, sentence_scores=tuple(scores))


def _parts(passage: Passage, token_spans: Sequence[tuple[int, int]]) -> list[slice]:
    """The tokens of each sentence, by number; none where the passage's spans are not known."""
    before = passage.start + len(passage.text) - len(passage.text.lstrip())
    starts, ends = [start for start, _ in token_spans], [end for _, end in token_spans]
    return [
        slice(bisect_right(ends, span.start - before), bisect_left(starts, span.end - before))
        for span in passage.sentences
    ]
