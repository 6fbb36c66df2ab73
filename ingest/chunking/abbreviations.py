"""Abbreviations with a full stop that does not end a sentence, besides those of sentencex."""

from collections.abc import Iterator

import regex

_BY_LANGUAGE: dict[str, str] = {
    "ar": "أ د م ص ق هـ",
    "de": "abs abt allg anm art bd bspw bzgl ca evtl fa ggf hrsg inkl insb jh kap lfd max min mrd "
    "nr o.ä rd sog st std tel u.a usf usw v.a vgl z.b z.t",
    "en": "adm al approx art capt cf col dept dr e.g ed eds esp est fig gen gov hon i.e lt maj mr "
    "mrs ms mt no nos p para pp prof pvt rep rev sec sen sgt st vol vs",
    "es": "admón art arts av avda cap cía col d dª dña dr dra dres ed etc excmo fig gral ing lic "
    "núm p pág págs pp prof profa s sr sra sres srta ss sta sto tel ud uds vd vol",
    "fr": "al apr art av bd boul cap cf ch chap col dr drs éd env etc fig gén hab ibid i.e j.-c "
    "lieut mgr mlle mlles m me mm mme mmes n nº op p par pp pr prés prof resp s sq ss st ste suiv "
    "t trad v vol vs",
    "it": "arch art avv cap cfr dott dott.ssa dr ecc es fig gen geom ing n on p pag pp prof "
    "prof.ssa rag sig sig.ra sig.na vol",
    "nl": "a.d.h.v bijv blz d.w.z dhr dr drs evt excl incl ing ir m.b.t mevr mr mw n.a.v nl nr o.a "
    "prof st t.a.v t.n.v tel vs zgn",
    "pl": "al art dr godz hab im inż itd itp lek m.in mgr min mld mln np nr ok ppłk prof płk r ref "
    "rys s str św tab tel tj ul ur wg zob",
    "pt": "art av cap d dr dra drs ed eng etc exa exmo fig gen n p pág págs pp prof profa r sr sra "
    "srs srta tel v vol",
    "ru": "акад обл г гг гл гр д др им инж кв корп млн млрд напр о обл оз п пл пос пр пр-т проф р "
    "рис род руб св см соч ср ст стр т тел тыс ул чел",
    "sv": "bl.a ca d.v.s dvs dr e.kr enl etc f.d f.kr fr.o.m inkl jfr kl kr m.fl m.m nr o.d obs "
    "osv p.g.a prof resp s s.k st t.ex t.o.m tel",
    "tr": "alb av bkz böl cad çev doç dr gen md no öğr örn prof s sok vb vd vs yrd yy",
    "uk": "акад вул г год гр див ім ін м млн млрд напр обл пл пр просп проф р рис рр с см ст стор "
    "т тел тис",
}
_ENDING_TOO = (
    " al etc ecc usw usf vb vd itd itp osv vs hab exa ud uds vd г гг руб р тыс млн млрд год рр "
    "std jh chap max min resp no nos col est t v s p r n d o m ed para "
)
"""Abbreviations that often end a sentence, or are words too: a capital after them decides."""

_WORDS_TOO = {
    **{"de": "art std", "en": "art", "fr": "art cap", "it": "art"},
    **{"ru": "рис", "tr": "av", "uk": "рис"},
}
"""Abbreviations that are words too: a capital after them decides, unless it is a numeral."""

_BEFORE_NAMES = frozenset({"Dr", "Mr", "Mrs", "Ms", "St"})
"""Titles before names in texts of any language: `en St. Johns`."""

_CAPITAL = regex.compile(r"[\p{Ps}\p{Pi}„\"'¿¡\s]*[\p{Lu}\p{Lt}]")
# `II`, `V`, `L. 442-6`; a lone `I` is a word in many languages.
_CAPITAL_NUMBER = regex.compile(
    r"\s*(?:(?:[IVXLCDM]{2,}|[VX]|I(?!\s))(?![\p{L}\p{M}’'])|\p{Lu}\.?\s?\d)"
)

_TABLE = {language: frozenset(words.split()) for language, words in _BY_LANGUAGE.items()}


def ends_of_words_too(block: str, language: str | None) -> Iterator[int]:
    """Offsets after words with a full stop that may also be abbreviations in the language."""
    if words := _WORDS_TOO.get(language or ""):
        pattern = rf"\b(?:{words.replace(' ', '|')})\.\s+"
        for match in regex.finditer(pattern, block, regex.IGNORECASE):
            yield match.end()


def is_abbreviation(word: str, language: str | None, following: str) -> bool:
    """Whether `word` before a full stop is an abbreviation that does not end the sentence.

    `following` is the text after the full stop.
    """
    if word in _BEFORE_NAMES:
        return True
    folded = word.lower()
    if folded not in _TABLE.get(language or "", frozenset()):
        return False
    if not _CAPITAL.match(following):
        return True
    if folded in _WORDS_TOO.get(language or "", "").split():
        # A German noun has its capital wherever it stands; elsewhere it tells a title or heading.
        title = word[:1].isupper() and language != "de"
        return title or _CAPITAL_NUMBER.match(following) is not None
    return word[:1].isupper() or f" {folded} " not in _ENDING_TOO
