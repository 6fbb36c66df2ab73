"""Language detection."""

from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.chunking.text_size import text_size

if TYPE_CHECKING:
    from lingua import LanguageDetector

_SAMPLE = 300
"""Characters taken from the beginning and from the middle; more do not improve the detection."""
_LEAST_LETTERS = 12  # in units of `text_size`
_LEAST_CONFIDENCE = 0.8


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the language of `text`, by lingua; None if it is uncertain."""
    # The beginning alone is often a title or a menu in another language than the article.
    middle = len(text) // 2
    sample = text if len(text) <= 2 * _SAMPLE else f"{text[:_SAMPLE]} {text[middle:][:_SAMPLE]}"
    if text_size("".join(filter(str.isalpha, sample))) < _LEAST_LETTERS:
        return None
    best = _detector().compute_language_confidence_values(sample)[0]
    if best.value < _LEAST_CONFIDENCE:
        return None
    return best.language.iso_code_639_1.name.lower()


@lru_cache(maxsize=1)
def _detector() -> "LanguageDetector":
    from lingua import LanguageDetectorBuilder

    # Low-accuracy mode is worse for texts of a few words only, and needs a tenth of the memory.
    return LanguageDetectorBuilder.from_all_languages().with_low_accuracy_mode().build()
