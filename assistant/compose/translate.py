"""Translation of quotations into the language of the question, by the local model."""

from dataclasses import dataclass, replace

from assistant.llm.failures import ModelFailed
from assistant.llm.load import LocalModel
from assistant.llm.prompts import translate_prompt
from assistant.llm.usage import ModelUse
from assistant.query.language import detect_language, language_name
from assistant.stages import Choice, Claim, Translator
from assistant.text.numbers import numbers, regroup

_SHORTEST, _LONGEST = 0.4, 2.5
"""Length of a translation, as a share of what it translates: beyond, something is lost or made
up. Chinese is the shortest of the common languages, at about 0.4 characters of English."""


@dataclass(frozen=True, slots=True)
class ModelTranslator:
    """Translates with the local chat model."""

    use: ModelUse[LocalModel]

    def translate(self, sentence: str, language: str) -> str | None:
        """A sentence in the language of an ISO 639-1 code; None where the reply cannot be that.

        Its numbers must be the sentence's, its length like the sentence's, and its language the
        one asked for. Whether it says the same is not checked.
        """
        if self.use.given_up:
            return None
        try:
            prompt = translate_prompt(sentence, language_name(language))
            reply = self.use.model.translate.invoke(prompt)
        except ModelFailed as error:  # a quotation can do without
            self.use.fail(error)
            return None
        text = regroup(" ".join(reply.text.split()), sentence, language)
        is_whole = reply.response_metadata.get("finish_reason") == "stop"
        return text if is_whole and _is_translation(text, sentence, language) else None


def untranslated(choice: Choice, language: str) -> list[Claim]:
    """The quotations of articles in another language than a reader's.

    Left out are those whose content a sentence in the reader's language says already.
    """
    said = [item for claim in choice.chosen if not claim.quoted for item in claim.evidence]
    return [
        claim
        for claim in choice.chosen
        if claim.quoted and claim.evidence[0] not in said and _is_foreign(claim, language)
    ]


def translated(translator: Translator, choice: Choice, language: str) -> Choice:
    """A choice with translations of its untranslated quotations."""
    foreign = untranslated(choice, language)
    chosen = (
        replace(claim, translation=translator.translate(claim.text, language))
        if claim in foreign
        else claim
        for claim in choice.chosen
    )
    return replace(choice, chosen=tuple(chosen))


def _is_foreign(claim: Claim, language: str) -> bool:
    return claim.evidence[0].hit.article.language not in (None, language)


def _is_translation(text: str, sentence: str, language: str) -> bool:
    """Whether a text may be a translation of a sentence."""
    fits = _SHORTEST <= len(text) / max(1, len(sentence)) <= _LONGEST
    right_language = detect_language(text) == language
    return fits and right_language and _same_numbers(text, sentence)


def _same_numbers(text: str, sentence: str) -> bool:
    """Whether two texts have the same numbers, but for small ones that may be put in words."""
    return all(len(number) == 1 for number in numbers(text) ^ numbers(sentence))
