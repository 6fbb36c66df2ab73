"""Example questions, generated from the most frequent names in the articles."""

import re
from collections import Counter
from collections.abc import Iterable

from ui.web.i18n.words import Words
from vectorstore.article import Article

# A name is two to four capitalised words in a row that do not open a sentence, where a capital
# says nothing. Small words that names contain, such as "de" or "al-", may stand between.
_NAME = re.compile(
    r"[^\W\d_][,;:]?\s"
    r"([A-ZÀ-Þ][\w-]+(?:\s(?:(?:de|du|da|von|van|al|el|bin|ibn)\s)?[A-ZÀ-Þ][\w-]+){1,3})"
)
_ENOUGH_TEXT = 20_000
"""Characters read of each article; important names come early."""


def example_questions(articles: Iterable[Article], words: Words, limit: int = 3) -> list[str]:
    """Up to `limit` questions, each about a name found in the articles, most frequent first."""
    names: Counter[str] = Counter()
    for article in articles:
        names.update(_NAME.findall(article.text[:_ENOUGH_TEXT]))
    questions = []
    for place, name in enumerate(_distinct(names, limit)):
        pattern = words.example_who if place % 2 == 0 else words.example_says
        questions.append(pattern.format(name=name))
    return questions


def _distinct(names: Counter[str], limit: int) -> list[str]:
    """The most frequent names, without those that share a word with a more frequent one."""
    chosen: list[str] = []
    taken: set[str] = set()
    for name, _ in names.most_common():
        parts = set(name.split())
        if parts & taken:
            continue
        chosen.append(name)
        taken |= parts
        if len(chosen) == limit:
            break
    return chosen
