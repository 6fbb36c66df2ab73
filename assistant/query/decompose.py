"""Query decomposition: splits a question that asks several things into one question each."""

import re

_MARKS = ("?", "؟", "？")
_SENTENCE = re.compile(r"[^?؟？]+[?؟？]+")
_LEAST_WORDS = 2
"""Words of a first part: `When and where …` asks of one thing."""

ASKING = {
    r"and|&": "who|whom|whose|what|when|where|why|how|which",
    r"et": r"qui|que|quoi|qu['’]\w+|quand|où|pourquoi|comment|combien|quel(?:le)?s?|est-ce",
    r"y|e": "quién(?:es)?|qué|cuándo|dónde|cómo|cuánt[oa]s?|cuál(?:es)?|por qué",
    r"und": "wer|wen|wem|wessen|was|wann|wo|wohin|woher|warum|weshalb|wieso|wie|wie ?viele?"
    "|welche[rsnm]?",
    r"ed?": "chi|che cosa|cosa|quando|dove|perché|come|quant[oaie]|qual[ei]?",
    r"e ": "quem|o que|quando|onde|por que|porquê|como|quant[oa]s?|qual|quais",
    r"en": "wie|wat|wanneer|waar|waarom|hoe|hoeveel|welke?",
    r"и|а": "кто|кого|что|когда|где|куда|откуда|почему|зачем|как|сколько|как(?:ой|ая|ие)",
    r"i|a": "kto|co(?!-)|kiedy|gdzie|dlaczego|jak|ile|który|która",
}
"""By `and`, in several languages, what a further question begins with after it."""
_BEFORE_ASKING = (
    "about|at|by|during|exactly|for|from|in|just|of|on|since|then|through|to|under|until|with"
    "|à|alors|après|avant|avec|chez|contre|dans|de|depuis|donc|en|par|pour|selon|sous|sur|vers"
    "|an|auf|aus|bei|bis|dann|durch|für|gegen|genau|mit|nach|seit|über|um|unter|von|vor|wegen|zu"
    "|a|con|contra|desde|entonces|entre|hasta|para|por|según|sobre|allora|contro|da|di|fra|per|su|tra"
    "|até|com|em|então|aan|dan|door|met|naar|om|op|over|sinds|tegen|tot|uit|van|voor"
    "|без|в|во|для|до|за|из|к|на|о|об|от|по|при|против|с|со|у|через"
    "|bez|dla|do|na|nad|o|od|po|pod|przed|przez|przy|u|w|we|z|za|ze"
)
"""What may go before a question word. Behind any other word it is no question's: `those who`."""
_ASKING_AFTER_COMMA = (
    r"\s*,\s+and\s+(?=(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would)\b)"
    r"|\s*,\s+et\s+(?=[\w’' ]{1,40}-(?:t-)?(?:il|elle|on)\b"
    r"|(?:(?:ne|se|y|les?|la) |[nsl]['’])*\w+-(?:ils|elles)\b)"
)
"""Questions that begin with their verb: after a comma, or every second verb would be one. In
French a subject may go before it, unless the verb is in the plural: that of `A, et B ont-ils`."""
_BEFORE = r"(?:\s*,)?\s+(?:"
_NEXT = re.compile(
    "|".join(
        rf"{_BEFORE}{conjunction.strip()})\s+(?=(?:(?:{_BEFORE_ASKING})\s|d['’])?(?:{asking})\b)"
        for conjunction, asking in ASKING.items()
    )
    + f"|{_ASKING_AFTER_COMMA}"
    # In Arabic the conjunction is written as one with the word.
    + r"|\s*،?\s+و(?=(?:ماذا|متى|أين|لماذا|كيف|كم|هل)\b)|\s*،\s+و(?=(?:من|ما)\b)",
    re.IGNORECASE,
)


def split_parts(question: str) -> list[str]:
    """The questions that `question` consists of, in order; itself if it asks one thing.

    A later part may lean on an earlier one, as in "Who resigned, and when?".
    """
    is_asked = question.rstrip().endswith(_MARKS)
    sentences = _SENTENCE.findall(question) if is_asked else []
    if not sentences or "".join(sentences).strip() != question.strip():
        sentences = [question]
    return [part for sentence in sentences for part in _split_sentence(sentence.strip())]


def _split_sentence(sentence: str) -> list[str]:
    mark = re.search(r"\s*[?؟？]+$", sentence)
    parts = []
    while found := _NEXT.search(sentence):
        first = sentence[: found.start()]
        if len(first.split()) < _LEAST_WORDS:
            break
        parts.append(first + (mark.group() if mark else "?"))
        sentence = sentence[found.end() :]
    return [*parts, sentence]
