"""Phrasing of a quotation: one sentence of the local chat model, in the language of the question.

How likely the model finds no answer is its own probability of the first token, as in LangChain's
map-rerank chain and in Kadavath et al. 2022, "Language Models (Mostly) Know What They Know".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.evidence import Evidence
from assistant.llm.first_token import probability_of
from assistant.llm.load import LocalModel
from assistant.llm.prompt_examples import NOT_FOUND
from assistant.llm.prompts import phrase_prompt
from assistant.llm.usage import ModelUse
from assistant.query.language import language_name
from assistant.stages import Claim, Query, Reading
from assistant.text.names import CAPITALISE_NOUNS, names, same_names
from assistant.text.numbers import regroup

HOPELESS = 0.6
"""Probability of no answer above which nothing is written."""
_SAYS_NOTHING = re.compile(r"^\W*not[ _]found\b(?:\W*$|\W+in the (?:text|article))", re.I)
"""What a small model writes that is kept from replying `NOT_FOUND`, and means it.

Nothing else may stand beside it: people are not found, too.
"""


@dataclass(frozen=True, slots=True)
class ModelPhraser:
    """Has the local chat model say what a quoted sentence answers."""

    use: ModelUse[LocalModel]

    def phrase(self, query: Query, claim: Claim) -> Iterator[str | Reading]:
        """The sentence piece by piece, then its reading; empty where the model finds no answer.

        The model is kept from saying that there is none, and how likely it was to say so is taken
        instead. Raises `ModelFailed`.
        """
        item = claim.evidence[0]
        heading = heading_for(query.text, item, query.language)
        prompt = phrase_prompt(item.text, query.text, language_name(query.language), heading)
        text, p_null = "", None
        stream = self.use.model.phrase.stream(prompt)
        for chunk in stream:
            if p_null is None:
                p_null = probability_of(chunk, NOT_FOUND)
                if p_null is not None and p_null > HOPELESS:
                    break
            text += str(chunk.content)
            if chunk.content:
                yield str(chunk.content)
        # Leaving the stream to the garbage collector would let the engine write on.
        getattr(stream, "close", lambda: None)()
        if p_null is None or p_null > HOPELESS or _SAYS_NOTHING.search(text):
            text = ""
        said = regroup(text.strip(), item.text, query.language)
        yield Reading(said, claim.evidence, spans=claim.spans, p_null=p_null)


def heading_for(question: str, item: Evidence, language: str) -> str:
    """The title that a sentence is read under: where it lacks a name that is asked about.

    It tells who `he` is, or that the sentence is about someone else. Given always, a title such as
    "Haftar rejects ceasefire" makes every sentence under it look like a reason.
    """
    if language in CAPITALISE_NOUNS or same_names(names(question), item.text):
        return ""
    return item.heading
