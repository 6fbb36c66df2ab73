"""Sentence segmentation in any language, as offsets into the unchanged text."""

from itertools import pairwise

import regex

from ingest.chunking.abbreviations import ends_of_words_too, is_abbreviation
from ingest.chunking.blocks import is_row, split_blocks, trim
from ingest.chunking.text_size import prefix_of_size, text_size
from vectorstore.passage import Span

QUOTATION_SIZE = 200
"""A longer sentence is split at the boundaries of sentences that it quotes."""
MAX_SIZE = 500
"""Greatest size of a sentence in units of `text_size`: about 125 tokens, a quarter of the input of
an embedding model."""

_WINDOW = 20_000  # sentencex takes time quadratic in the number of quotation marks
_OPENING = r"[\p{Ps}\p{Pi}„\"'¿¡]"
_CLOSING = r"[\p{Pe}\p{Pf}“\"']"
_NOT_MASKED = "’‘'"
_LOWERCASE_START = regex.compile(rf"(?:{_OPENING}|[\s—–-])*\p{{Ll}}(?!\p{{Lu}})")
# The first guillemet of a block, where it is one of German's and Danish's »pairs«.
_OPENS_INWARDS = regex.compile(
    r"[^«»]*+(?<![^\s\p{Ps}\p{Pd}])»(?=[\p{L}\p{N}\p{Ps}\p{Pi}\p{Pf}…])[^«»]*+«"
)
_NO_WORD = regex.compile(r"[^\p{L}\p{N}]*$")
_LAST_WORD = regex.compile(r"([\p{L}\p{M}][\p{L}\p{M}.\-ªº]*)\.\s*$")
_INITIAL = regex.compile(r"(?:^|[\s\p{Ps}\p{Pi}’'.-])\p{Lu}\.$|\.-\p{Lu}\.\s*$")
_ARABIC_INITIAL = regex.compile(r"(?:^|\s)\p{Arabic}\.\s*$")
_LIST_NUMBER = regex.compile(r"\s*[(\[]?(?:\d{1,3}(?:\.\d{1,3}){0,5}|\p{L})[.)]\s*$")
_STARTS_WITHIN = regex.compile(r"[,;:،؛]")
_ELLIPSIS_END = regex.compile(rf"(?<![\[(])(?:…|\.\.\.)\s+(?={_OPENING}*\s*\p{{Lu}})")
_PARENTHESIS_END = regex.compile(r"^\s*\([^()]*[.!?…]\)\s+(?=\p{Lu})")
_BREAKS = tuple(
    regex.compile(pattern)
    for pattern in (
        rf"[.!?…。！？؟।](?:{_CLOSING}|\s)*(?=\s)\s*",
        r"[;:؛；：]\s+|[；：。！？]",
        r"[,،]\s+|[，、]|\s[—–-]\s+",
        r"\s+",
    )
)


def split_sentences(text: str, language: str | None = None) -> list[Span]:
    """Spans of the sentences of `text`, in order, with only white space between them.

    `language` is an ISO 639-1 code; None applies rules common to most languages. Wikimedia's
    `sentencex` finds the boundaries, to which rules of our own add some and remove others. A
    sentence that is too long for an embedding is split at its strongest inner pause.
    """
    spans: list[Span] = []
    for block in split_blocks(text):
        for start, end in _windows(text, block.start, block.end):
            spans.extend(_block_sentences(text, start, end, language))
    return spans


def _windows(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """`[start, end)` split at white space into windows that sentencex processes quickly."""
    windows = []
    while end - start > _WINDOW:
        cut = text.rfind(" ", start + _WINDOW // 2, start + _WINDOW) + 1 or start + _WINDOW
        windows.append((start, cut))
        start = cut
    return [*windows, (start, end)]


def _block_sentences(text: str, start: int, end: int, language: str | None) -> list[Span]:
    # sentencex rejects lone surrogates; any letter of the same length replaces them.
    block = regex.sub(r"\p{Cs}", "x", text[start:end])
    cuts = [0, *_boundaries(block, language), len(block)]
    spans: list[Span] = []
    for first, last in pairwise(cuts):
        for cut_start, cut_end in _shorten(block, first, last, language):
            span = trim(text, start + cut_start, start + cut_end)
            if span.start < span.end:
                spans.append(span)
    return spans


def _boundaries(block: str, language: str | None) -> list[int]:
    """Offsets inside `block` at which one sentence ends and the next begins."""
    import sentencex

    if len(block) <= MAX_SIZE and is_row(block):
        return []  # the heads that it names are of use to all of it
    found = sentencex.get_sentence_boundaries(language or "en", block)
    cuts = {boundary["start_index"] for boundary in found}
    cuts.update(match.end() for match in _ELLIPSIS_END.finditer(block))
    cuts.update(ends_of_words_too(block, language))
    if parenthesis := _PARENTHESIS_END.match(block):
        cuts.add(parenthesis.end())
    guillemets = ("»", "«") if _OPENS_INWARDS.match(block) else ("«", "»")
    kept: list[int] = []
    for cut in sorted(cuts - {0, len(block)}):
        sentence = block[max(kept[-1] if kept else 0, cut - 2 * MAX_SIZE) : cut]
        if _is_inside_quotation(sentence, guillemets):
            continue
        if not _continues(sentence, block[cut : cut + 40], language):
            kept.append(cut)
    return kept


def _continues(sentence: str, following: str, language: str | None) -> bool:
    """Whether the sentence continues in `following` despite the punctuation between them."""
    if _NO_WORD.match(sentence) or _LIST_NUMBER.match(sentence) or _NO_WORD.match(following):
        return True
    if _LOWERCASE_START.match(following) or _STARTS_WITHIN.match(following):
        return True
    if _INITIAL.search(sentence) or _ARABIC_INITIAL.search(sentence):
        return True
    word = _LAST_WORD.search(sentence)
    return word is not None and is_abbreviation(word[1], language, following)


def _is_inside_quotation(sentence: str, guillemets: tuple[str, str]) -> bool:
    """Whether a quotation or bracket is still open at the end of `sentence`, within `MAX_SIZE`."""
    return any(
        sentence.rfind(opening) > sentence.rfind(closing)
        and len(sentence) - sentence.rfind(opening) < MAX_SIZE
        for opening, closing in (guillemets, ("(", ")"), ("[", "]"))
    )


def _shorten(block: str, start: int, end: int, language: str | None) -> list[tuple[int, int]]:
    """`[start, end)` split into spans of at most `MAX_SIZE`."""
    if text_size(block[start:end]) <= QUOTATION_SIZE:
        return [(start, end)]
    cuts = [start, *(start + cut for cut in _quoted_boundaries(block[start:end], language)), end]
    pieces = []
    for first, last in pairwise(cuts):
        while text_size(block[first:last]) > MAX_SIZE:
            cut = first + _best_break(block[first:last])
            pieces.append((first, cut))
            first = cut
        pieces.append((first, last))
    return pieces


def _quoted_boundaries(sentence: str, language: str | None) -> list[int]:
    """Boundaries of sentences inside the quotations and brackets of `sentence`."""
    masked = regex.sub(
        rf"(?![{_NOT_MASKED}])(?:{_OPENING}|{_CLOSING})(?<![¿¡])", " ", sentence, flags=regex.V1
    )
    if masked == sentence:
        return []
    return [_before_opening(sentence, cut) for cut in _boundaries(masked, language)]


def _before_opening(sentence: str, cut: int) -> int:
    """`cut`, moved before the quotation mark that opens the next sentence."""
    head = sentence[:cut]
    opening = regex.search(r"(?:(?<=\s)(?:[{(\[«“„‘‹\"「『《]\s*|[»›](?!\s)))+$", head)
    return opening.start() if opening else cut


def _best_break(text: str) -> int:
    """Length of the first part to split off from a text longer than `MAX_SIZE`."""
    limit = prefix_of_size(text, MAX_SIZE)
    for pattern in _BREAKS:
        ends: list[int] = [match.end() for match in pattern.finditer(text, limit // 3, limit)]
        if ends:
            return ends[-1]
    while limit > 1 and regex.match(r"[\p{M}\u200d]", text[limit]):
        limit -= 1  # keep a letter and its marks together
    return limit
