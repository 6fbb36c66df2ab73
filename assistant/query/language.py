"""Language identification of questions."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.text.names import names

if TYPE_CHECKING:
    from lingua import Language, LanguageDetector

LANGUAGES = (
    "ARABIC", "BENGALI", "BULGARIAN", "CHINESE", "CZECH", "DANISH", "DUTCH", "ENGLISH", "FINNISH",
    "FRENCH", "GERMAN", "GREEK", "HEBREW", "HINDI", "HUNGARIAN", "INDONESIAN", "ITALIAN",
    "JAPANESE", "KOREAN", "PERSIAN", "POLISH", "PORTUGUESE", "ROMANIAN", "RUSSIAN", "SPANISH",
    "SWAHILI", "SWEDISH", "THAI", "TURKISH", "UKRAINIAN", "URDU", "VIETNAMESE",
)  # fmt: skip
"""The languages told apart: common ones only, since short texts mistake each for a rare one."""

QUESTION_WORDS = {
    "en": "what who whom whose when where why which how does did was is are",
    "fr": "que quel quelle quels quelles qui quand pourquoi comment combien où est-ce qu'est-ce",
    "de": "was wer wen wem wessen wann wo warum wieso weshalb welche welcher welches welchen wie",
    "es": "qué quién quiénes cuándo dónde cuál cuáles cuánto cuántos cuántas cómo por que quien"
    " quienes cuando donde cual cuales cuanto cuantos cuantas como",
    "it": "che chi quando dove perché qual quale quali quanto quanti quante come qui",
    "pt": "que quem quando onde qual quais quanto quantos quantas como por",
    "nl": "wat wie wanneer waar waarom welke welk hoe was is",
}
"""Words that questions begin with, by language: they tell more than the names that follow, which
are often of another language. With them, 0.996 of 900 questions of XQuAD in English, Spanish and
German, whole and cut to four words, are told right, and without them 0.976."""
_OPENING_WORDS = 2
_ONLY_FIRST = frozenset("are did does is was".split())
"""Of them, verbs: further on, they may be words of other languages."""
_PARTS_OF_NAMES = frozenset("che wat wen".split())
"""Of them, those that no name follows in a question, as it does in `Che Guevara`."""

DEFAULT = "en"
_SURE = 0.95
"""Least confidence of the small model that is relied on."""
_POSSIBLE = 0.01
"""Least confidence of the small model in a language that something else speaks for."""
_GUESSES = 6


def detect_language(text: str, before: Sequence[str] = ()) -> str:
    """ISO 639-1 code of the most likely language of `text`; `en` if there is no sign of any.

    Where the text opens with a question word of one language, it is that; of several, a model
    chooses among them. Otherwise a small model is asked first. Where it is not sure, as of "Et la
    Russie ?", the language is that of the last of the texts `before` that is told surely, or of a
    question word anywhere in the text, if the small model finds that possible. At last the large
    one chooses among the languages that have such a word, or among the best guesses: it loads in
    under a second for those, and in several for all languages.
    """
    told, guesses = _told(text)
    if told:
        return told
    earlier = (language for each in reversed(before) if (language := _told(each)[0]))
    within = _by_question_word(text, opening=False)
    for code in (next(earlier, None), within[0] if len(within) == 1 else None):
        if code and (_lingua(code) in guesses or text.istitle()):  # a bare name tells nothing
            return code
    spoken = list(map(_lingua, within))
    return _best_of(guesses[:_GUESSES] if set(spoken).isdisjoint(guesses) else spoken, text)


def likeliest_language(text: str) -> str | None:
    """The most likely language of `text` by the quick model alone; None if it finds none.

    For search queries without a conversation, where a mistake costs little.
    """
    asked_in = _by_question_word(text, opening=True)
    if len(asked_in) == 1:
        return asked_in[0]
    for guess in _quick_detector().compute_language_confidence_values(text):
        code = _code(guess.language)
        if not asked_in or code in asked_in:
            return code if guess.value else None
    return None


def language_name(code: str) -> str:
    """English name of the language with an ISO 639-1 code, such as `French` for `fr`."""
    from lingua import IsoCode639_1

    return _lingua(code).name.title() if hasattr(IsoCode639_1, code.upper()) else code


def _told(text: str) -> tuple[str | None, list["Language"]]:
    """The language of a text where it is told surely, and else those that are possible."""
    asked_in = _by_question_word(text, opening=True)
    if asked_in:
        several = len(asked_in) > 1
        return _best_of(list(map(_lingua, asked_in)), text) if several else asked_in[0], []
    guesses = _quick_detector().compute_language_confidence_values(text)
    if guesses[0].value >= _SURE:
        return _code(guesses[0].language), []
    likely = [guess.language for guess in guesses if guess.value >= _POSSIBLE]
    return None, likely or [guess.language for guess in guesses]


def _by_question_word(text: str, opening: bool) -> list[str]:
    """Languages that have the first question word of a text, or of its opening words."""
    if "¿" in text:
        return ["es"]
    words = re.findall(r"[\w'’-]+", text.replace("’", "'"))
    named = set(filter(str.istitle, names(text)))
    for at, word in enumerate(words[:_OPENING_WORDS] if opening else words):
        plain = word.lower()
        before_name = plain in _PARTS_OF_NAMES and not named.isdisjoint(words[at + 1 : at + 2])
        if word in named or before_name or (opening and at and plain in _ONLY_FIRST):
            continue
        found = [code for code, known in QUESTION_WORDS.items() if plain in known.split()]
        if found:
            return found
    return []


def _lingua(code: str) -> "Language":
    from lingua import IsoCode639_1, Language

    return Language.from_iso_code_639_1(getattr(IsoCode639_1, code.upper()))


def _code(language: "Language") -> str:
    code: str = language.iso_code_639_1.name.lower()
    return code


@lru_cache(maxsize=1)
def _quick_detector() -> "LanguageDetector":
    from lingua import Language, LanguageDetectorBuilder

    chosen = [getattr(Language, name) for name in LANGUAGES]
    return LanguageDetectorBuilder.from_languages(*chosen).with_low_accuracy_mode().build()


def _best_of(languages: Sequence["Language"], text: str) -> str:
    found = _detector(tuple(languages)).detect_language_of(text)
    return _code(found) if found else DEFAULT


@lru_cache(maxsize=8)
def _detector(languages: tuple["Language", ...]) -> "LanguageDetector":
    from lingua import LanguageDetectorBuilder

    return LanguageDetectorBuilder.from_languages(*languages).build()
