"""Near-duplicate removal: merges results that say the same, such as copies of a wire story."""

from collections.abc import Sequence
from dataclasses import replace

import regex

from vectorstore.calibration import SEARCH
from vectorstore.passage import ScoredPassage

_TOKEN = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]|[\p{L}\p{M}\p{N}]+")


def fold_near_duplicates(found: Sequence[ScoredPassage]) -> list[ScoredPassage]:
    """`found` without passages that are near-duplicates of an earlier one.

    The article of a removed passage, if it is another one, is added to `also_in` of the earlier
    passage. Within one article the threshold is higher.
    """
    kept: list[ScoredPassage] = []
    triples: list[set[tuple[str, ...]]] = []
    for hit in found:
        own = _triples(hit.passage.text)
        for position, earlier in enumerate(kept):
            # What one article says in like words is often a list, as of days or places.
            within = earlier.article.id == hit.article.id
            least = SEARCH.duplicate_overlap_within if within else SEARCH.duplicate_overlap
            if _are_near_duplicates(own, triples[position], least):
                kept[position] = _with_source(earlier, hit)
                break
        else:
            kept.append(hit)
            triples.append(own)
    return kept


def _with_source(kept: ScoredPassage, folded: ScoredPassage) -> ScoredPassage:
    known = {kept.article.id, *(article.id for article in kept.also_in)}
    articles = (folded.article, *folded.also_in)
    new = tuple(article for article in articles if article.id not in known)
    return replace(kept, also_in=kept.also_in + new)


def _triples(text: str) -> set[tuple[str, ...]]:
    words = _TOKEN.findall(text.lower())
    return set(zip(words, words[1:], words[2:], strict=False)) or {tuple(words)}


def _are_near_duplicates(
    first: set[tuple[str, ...]], second: set[tuple[str, ...]], least: float
) -> bool:
    shorter, longer = sorted((len(first), len(second)))
    # A sentence quoted in a long passage does not make the two the same.
    if shorter < SEARCH.duplicate_size_ratio * longer:
        return False
    return len(first & second) >= least * shorter
