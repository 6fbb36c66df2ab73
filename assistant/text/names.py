"""Named entities by their capitals, and matching of names across scripts and languages."""

import re
from collections.abc import Iterable, Iterator

from assistant.calibration import CALIBRATION
from assistant.text.fold import WORD, folded_words, has_like
from assistant.text.places import is_form_of, mentions, name_place, places

_PLAIN_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
"""Without what is elided before it or hangs on it: `d’Erdogan`, `Erdogan's`."""
_NAME_LETTERS = 3
"""Shorter parts of names are particles and endings, as in al-Sarraj, de Gaulle and Haftar's."""
CAPITALISE_NOUNS = frozenset({"de", "lb"})
"""Languages whose capitals tell no name: German and Luxembourgish."""
_NOUN = re.compile(
    r"\b((?i:de[rsmn]|die|das|zu[rm]|[ai]m|beim|vom|ins"
    r"|(?:kein|ein|sein|ihr|dies|jen|welch)(?:e[rsmn]?)?|(?:wie ?)?vielen?))"
    r" [A-ZÄÖÜ][\w-]+(?! [A-ZÄÖÜ])"
)
"""In German, a determiner and its noun."""
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may"
    " june july august september october november december".split()
)
"""Words that English capitalises and that no other language spells alike."""


def without_nouns(text: str, language: str) -> str:
    """A text without what is behind a determiner and has a capital, where all nouns have one.

    A name behind a determiner is kept where it has two words, such as `die Firma Krupp`.
    """
    return _NOUN.sub(r"\1", text) if language in CAPITALISE_NOUNS else text


def names(text: str) -> list[str]:
    """Capitalised words that do not begin a sentence, in order."""
    return [match.group() for match in _capitalised(text, WORD) if not _opens(text, match.start())]


def name_runs(text: str, known: Iterable[str] = ()) -> list[str]:
    """Names of one or several words, such as `Ahmad al-Mesmari`, without repetitions.

    A word that opens a sentence is one where it is among those `known`.
    """
    sure = set(known)
    runs: list[tuple[int, int]] = []
    for match in _capitalised(text, _PLAIN_WORD):
        start, end = match.span()
        if runs and text[runs[-1][1] : start] == " ":
            runs[-1] = (runs[-1][0], end)
        elif match.group() in sure or not _opens(text, start):
            runs.append((start, end))
    return list(dict.fromkeys(text[start:end] for start, end in runs))


def same_names(wanted: Iterable[str], text: str) -> bool:
    """Whether each of the names has a counterpart in a text, in any spelling, script or language.

    In another language, that is known of places only.
    """
    spoken = folded_words(WORD.findall(text))
    told = frozenset(code for *_, codes in mentions(spoken) for code in codes)
    asked = folded_words(wanted)
    known: set[int] = set()
    for start, end, codes in mentions(asked):
        if codes & told:
            known.update(range(start, end))
    parts = {part for at, part in enumerate(asked) if at not in known}
    present = set(spoken)
    return all(_has_name(part, present) for part in parts if len(part) >= _NAME_LETTERS)


def is_named(run: str, text: str) -> bool:
    """Whether a name, or one of its words other than particles, has a counterpart in a text.

    A place's is one name: `New` is none of New Zealand's.
    """
    words = run.split()
    is_place = name_place(folded_words(words))
    telling = (word for word in words if len(word) >= _NAME_LETTERS and not is_place)
    ways = dict.fromkeys([tuple(words), *((word,) for word in telling)])
    return any(same_names(way, text) for way in ways)


def unnamed(question: str, text: str) -> Iterator[str]:
    """The names in a question without a counterpart in a text."""
    return (run for run in name_runs(question) if not is_named(run, text))


def _has_name(part: str, words: Iterable[str]) -> bool:
    """Whether one of some words is a form of a name; that of another place never is."""
    own = places(part)
    others = [word for word in words if not own or word == part or not places(word)]
    alike = (word for word in others if word[0] == part[0])
    return (
        has_like(part, others, CALIBRATION.names.same_name)
        or has_like(part, alike, CALIBRATION.names.same_name_and_initial)
        or any(is_form_of(word, own) for word in others)
    )


def _capitalised(text: str, word: re.Pattern[str]) -> Iterator[re.Match[str]]:
    for match in word.finditer(text):
        if match.group()[0].isupper() and match.group().lower() not in _CALENDAR:
            yield match


def _opens(text: str, at: int) -> bool:
    """Whether a word opens a sentence."""
    before = text[:at].rstrip(" «“\"'(¿¡")
    return not before or before[-1] in ".!?:;…"
