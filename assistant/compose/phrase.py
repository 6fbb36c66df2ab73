"""Phrasing of a quotation: one sentence of the local chat model, in the question's language."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.evidence import Evidence
from assistant.llm.load import LocalModel
from assistant.llm.prompts import phrase_prompt
from assistant.llm.usage import ModelUse
from assistant.query.language import language_name
from assistant.query.query import Query
from assistant.stages import Claim, Reading
from assistant.text.numbers import regroup
from assistant.verify.span_said import is_comparable


@dataclass(frozen=True, slots=True)
class ModelPhraser:
    """Has the local chat model say what a quoted sentence answers."""

    use: ModelUse[LocalModel]
    gives_order: Callable[[Evidence], bool]
    """Whether a sentence gives an order to who reads it: reworded, it would look like a fact."""

    def phrase(self, query: Query, claim: Claim) -> Iterator[str | Reading]:
        """The sentence piece by piece, then its reading.

        Nothing where it could not be verified, or the quotation gives an order.

        Raises `ModelFailed`.
        """
        item = claim.evidence[0]
        if not claim.spans or not is_comparable(item, claim.spans[0], query):
            return
        if self.gives_order(item):
            return
        prompt = phrase_prompt(item.text, item.heading, query.text, language_name(query.language))
        text = ""
        for chunk in self.use.model.phrase.stream(prompt):
            text += str(chunk.content)
            if chunk.content:
                yield str(chunk.content)
        said = regroup(text.strip(), item.text, query.language)
        yield Reading(said, claim.evidence, spans=claim.spans)
