"""Scope of a question: what a few passages can answer, and what takes the whole archive."""

import re
from enum import StrEnum


class Scope(StrEnum):
    """What it takes to answer a question."""

    PASSAGE = "passage"
    """A passage, or a few."""
    COUNT = "count"
    """Counting, over all articles or over a whole one."""
    SUMMARY = "summary"
    """All that an article, or all articles, say."""
    LATEST = "latest"
    """The newest of the articles that say something about it."""


_TEXTS = {
    "en": r"articles?|documents?|texts?|sources?|reports?|stories|entries|times",
    "fr": r"articles?|documents?|textes?|sources?|dépêches?|entrées?|fois",
    "de": r"artikeln?|dokumenten?|texten?|quellen|berichten?|einträgen?|male?",
    "es": r"artículos?|documentos?|textos?|fuentes?|noticias?|entradas?|veces",
    "it": r"articoli|documenti|testi|fonti|notizie|voci|volte",
    "pt": r"artigos|documentos|textos|fontes|notícias|entradas|vezes",
    "nl": r"artikelen|documenten|teksten|bronnen|berichten|keer",
    "ru": r"стат(?:ей|ьях|ьи)|документ(?:ов|ах)|текст(?:ов|ах)|раз",
    "tr": r"makale(?:de)?|belge(?:de)?|metin(?:de)?|haber(?:de)?|kez|kere",
    "ar": r"مقالا?ت?|مقالة|وثيقة|وثائق|نصا?|مرة|مرات",
}
"""What is counted over an archive."""
_HOW_MANY = {
    "en": r"how many|how often|count (?:the|all)|number of",
    "fr": r"combien (?:de|d['’])|nombre (?:de|d['’])",
    "de": r"wie ?viele|wie oft|anzahl (?:der|von)|in wie ?vielen",
    "es": r"cuánt[oa]s|número de",
    "it": r"quant[ie]|numero di",
    "pt": r"quant[oa]s|número de",
    "nl": r"hoeveel|hoe vaak|aantal",
    "ru": r"сколько|в скольких|количество|как часто",
    "tr": r"kaç|ne sıklıkla|sayısı",
    "ar": r"كم|عدد",
}
_LISTED = (
    r"(?:are|is|were)(?: \w+){0,3} (?:listed|mentioned|recorded|described|reported)"
    r"|mentioned in all|in total"
    r"|(?:sont|est) (?:listé|mentionné|recensé|décrit)\w*|au total"
    r"|(?:sind|werden|wird) .{0,40}(?:aufgelistet|aufgeführt|erwähnt|genannt|verzeichnet)|insgesamt"
    r"|(?:se )?(?:enumeran|mencionan|listan|registran)|en total"
    r"|(?:sono|vengono) (?:elencat|menzionat|registrat)\w+|in tutto"
    r"|(?:são|estão) (?:listad|mencionad|registrad)\w+|ao todo|no total"
    r"|(?:worden|zijn|staan) .{0,40}(?:genoemd|vermeld|opgesomd)|in totaal"
    r"|(?:перечислен|упомянут|указан)\w*|всего"
    r"|listelen\w+|geçiyor|toplam"
    r"|مذكور\w*|مدرج\w*|إجمال\w*"
)
_SUMMARY = (
    r"^\W*(?:please )?(?:summar|sum up|give (?:me )?(?:a|an) (?:summary|overview)|tl;?dr)"
    r"|\b(?:main|key) (?:findings|points|ideas|messages|conclusions|takeaways)|in one sentence"
    r"|what (?:is|are) (?:the|this|these) \w+ about"
    r"|^\W*(?:résume|fais un résumé)|résumé de l"
    r"|(?:principa(?:ux|les)) (?:conclusions|points|idées)"
    r"|en une phrase|de quoi (?:parle|traite)"
    r"|^\W*(?:fass|fasse)\w* .{0,80}zusammen|zusammenfassung"
    r"|(?:wichtigste|zentrale)n? (?:ergebnisse|punkte|aussagen)|in einem satz|worum geht es"
    r"|^\W*(?:resum[ea]|haz un resumen)|principales (?:conclusiones|puntos|ideas)|en una frase"
    r"|de qué trata"
    r"|^\W*(?:riassum|fai un riassunto)|(?:principali) (?:conclusioni|punti)|in una frase"
    r"|di cosa parla"
    r"|^\W*(?:resum[ae]|faça um resumo)|principais (?:conclusões|pontos)|numa frase|em uma frase"
    r"|^\W*(?:vat .{0,80}samen)|samenvatting|belangrijkste (?:bevindingen|punten)|in één zin"
    r"|^\W*(?:резюмируй|кратко перескажи|изложи кратко)|краткое содержание|главные выводы"
    r"|^\W*özetle|özeti|ana (?:bulgular|fikir)"
    r"|^\W*لخص|ملخص|أهم النتائج|خلاصة"
)
_LATEST = (
    r"\b(?:the )?(?:latest|newest|most recent|most up[- ]to[- ]date)\b"
    r"|\b(?:right now|nowadays|as of now|currently)\b|\bnow\?$"
    r"|\b(?:le|la|les) plus récente?s?\b|\bactuellement\b|\bmaintenant ?\?$|\ben ce moment\b"
    r"|\b(?:neueste|neuste|aktuelle|jüngste|aktuellste)[nrms]?\b|\bderzeit\b"
    r"|\bjetzt ?\?$|\bmomentan\b"
    r"|\bmás recientes?\b|\bactualmente\b|\bahora ?\?$"
    r"|\bpiù recent[ei]\b|\battualmente\b|\badesso ?\?$"
    r"|\bmais recentes?\b|\batualmente\b|\bagora ?\?$"
    r"|\b(?:nieuwste|recentste|meest recente)\b|\bmomenteel\b|\bnu ?\?$"
    r"|\b(?:последн(?:ий|яя|ее|ие)|новейш\w+)\b|\bсейчас\b"
    r"|\ben (?:son|yeni|güncel)\b|\bşu anda\b"
    r"|\bالأحدث\b|\bأحدث\b|\bحاليا\b|\bالآن\b"
)


def _either(patterns: dict[str, str], others: dict[str, str]) -> str:
    return "|".join(rf"(?:{patterns[each]}).{{0,20}}?\b(?:{others[each]})\b" for each in patterns)


_COUNTS = re.compile(
    rf"{_either(_HOW_MANY, _TEXTS)}|(?:{'|'.join(_HOW_MANY.values())}).{{0,60}}?(?:{_LISTED})",
    re.IGNORECASE,
)
_SUMS_UP = re.compile(_SUMMARY, re.IGNORECASE)
_IS_LATEST = re.compile(_LATEST, re.IGNORECASE)


def scope_of(question: str) -> Scope:
    """What it takes to answer a question, as far as its words tell in ten languages."""
    if _COUNTS.search(question):
        return Scope.COUNT
    if _SUMS_UP.search(question):
        return Scope.SUMMARY
    if _IS_LATEST.search(question):
        return Scope.LATEST
    return Scope.PASSAGE
