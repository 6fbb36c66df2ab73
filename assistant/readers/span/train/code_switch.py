"""Code-switching: words of a question replaced by those of another language.

It teaches a reader that question and passage may be in different languages, without translated
text (Qin et al. 2020, "CoSDA-ML").
"""

from random import Random

import regex

from assistant.readers.span.train.lexicon import Lexicon
from assistant.readers.span.train.mix import Row

_WORD = regex.compile(r"\p{L}+(?:['’]\p{L}+)?")


class CodeSwitch:
    """Replaces words of some questions, drawn at random."""

    def __init__(self, lexicon: Lexicon, questions: float = 0.4, words: float = 0.75) -> None:
        self._questions, self._words = questions, words
        self._by_source: dict[str, list[dict[str, str]]] = {}
        for pair, translations in lexicon.items():
            source, target = pair.split("-")
            self._by_source.setdefault(source, []).append(translations)
            if source == "en":
                back = {other: word for word, other in translations.items()}
                self._by_source.setdefault(target, []).append(back)

    def __call__(self, row: Row, random: Random) -> str:
        """The question of a row, in its own language or mixed with words of another."""
        question: str = row["question"]
        lists = self._by_source.get(row["lang"])
        if not lists or random.random() >= self._questions:
            return question
        translations = random.choice(lists)

        def replaced(found: "regex.Match[str]") -> str:
            word: str = found[0]
            other = translations.get(word.lower())
            return other if other and random.random() < self._words else word

        mixed: str = _WORD.sub(replaced, question)
        return mixed
