"""The citing reader: a hosted model reads all the evidence at once, and cites it by number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.evidence import Evidence
from assistant.llm.load import HostedModel
from assistant.llm.prompt_examples import NOT_FOUND
from assistant.llm.prompts import cite_prompt
from assistant.llm.usage import ModelUse
from assistant.query.language import language_name
from assistant.query.query import Query
from assistant.readers.cited_sentences import CitedSentence, cited_sentences
from assistant.stages import Reading, Retrieved


@dataclass(frozen=True, slots=True)
class CitingReader:
    """Gives a large model all the evidence, and takes its answer apart into cited sentences."""

    use: ModelUse[HostedModel]

    def read(self, query: Query, retrieved: Retrieved) -> Iterator[str | Reading]:
        """The answer as it comes, then each of its sentences with the evidence that it cites.

        None where the model says that there is no answer. Raises what `HostedModel.reply` raises.
        """
        if not retrieved.evidence:
            return
        in_order = sorted(retrieved.evidence, key=lambda e: (e.number, e.span.start))
        prompt = cite_prompt(_sources(in_order), query.text, language_name(query.language))
        text = held = ""
        for piece in self.use.model.reply(prompt):
            text += piece
            held += piece
            if not NOT_FOUND.startswith(text.strip()[: len(NOT_FOUND)]):
                yield held
                held = ""
        if not text.strip().startswith(NOT_FOUND):
            for sentence in cited_sentences(text, query.language):
                yield Reading(sentence.text, _cited(sentence, in_order))


def _sources(in_order: Sequence[Evidence]) -> list[tuple[str, list[str]]]:
    """The sentences of each passage, under its article's title and date."""
    sources = []
    for _, group in groupby(in_order, key=lambda item: item.number):
        items = list(group)
        article = items[0].hit.article
        heading = f"{article.title} ({article.date})" if article.date else article.title
        sources.append((heading, [item.text for item in items]))
    return sources


def _cited(sentence: CitedSentence, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The evidence that a sentence cites; numbers that do not exist are left out."""
    return tuple(evidence[n - 1] for n in sentence.numbers if 1 <= n <= len(evidence))
