"""Which language a question is asked in."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingua import LanguageDetector

LANGUAGES = (
    "ARABIC", "BENGALI", "BULGARIAN", "CHINESE", "CZECH", "DANISH", "DUTCH", "ENGLISH", "FINNISH",
    "FRENCH", "GERMAN", "GREEK", "HEBREW", "HINDI", "HUNGARIAN", "INDONESIAN", "ITALIAN",
    "JAPANESE", "KOREAN", "PERSIAN", "POLISH", "PORTUGUESE", "ROMANIAN", "RUSSIAN", "SPANISH",
    "SWAHILI", "SWEDISH", "THAI", "TURKISH", "UKRAINIAN", "URDU", "VIETNAMESE",
)  # fmt: skip
"""The languages told apart: common ones only, since short texts mistake each for a rare one."""

DEFAULT = "en"


def detect_language(text: str) -> str:
    """ISO 639-1 code of the language that `text` is most likely in; `en` where nothing tells."""
    found = _detector().detect_language_of(text)
    return found.iso_code_639_1.name.lower() if found else DEFAULT


def language_name(code: str) -> str:
    """English name of the language with an ISO 639-1 code, such as `French` for `fr`."""
    from lingua import IsoCode639_1, Language

    iso = getattr(IsoCode639_1, code.upper(), None)
    return Language.from_iso_code_639_1(iso).name.title() if iso else code


@lru_cache(maxsize=1)
def _detector() -> "LanguageDetector":
    from lingua import Language, LanguageDetectorBuilder

    chosen = [getattr(Language, name) for name in LANGUAGES]
    return LanguageDetectorBuilder.from_languages(*chosen).build()
