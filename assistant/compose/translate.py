"""Translation of quotations into the language of the question, by the local model."""

from dataclasses import dataclass

from assistant.answer import Answer, AnswerSentence
from assistant.compose.composer import answer_text
from assistant.compose.messages import translated_remark
from assistant.llm.failures import ModelFailed
from assistant.llm.load import LocalModel
from assistant.llm.prompts import translate_prompt
from assistant.llm.usage import ModelUse
from assistant.query.language import detect_language, language_name
from assistant.stages import Translator
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


def in_own_words(answer: Answer) -> bool:
    """Whether any sentence of an answer is no quotation."""
    return any(not sentence.quoted for sentence in answer.sentences)


def untranslated(answer: Answer) -> list[AnswerSentence]:
    """The quotations of articles in another language than the answer's, not yet translated.

    Left out are those whose content a sentence of the answer says already.
    """
    languages = {number: passage.language for number, passage in enumerate(answer.passages, 1)}
    said = {cited for each in answer.sentences if not each.quoted for cited in _places(each)}
    return [
        sentence
        for sentence in answer.sentences
        if sentence.quoted
        and sentence.translation is None
        and languages[sentence.citations[0].number] not in (None, answer.language)
        and _places(sentence)[0] not in said
    ]


def translate_quotations(translator: Translator, answer: Answer, most: int | None = None) -> Answer:
    """An answer with translations of its untranslated quotations, of the first `most` of them."""
    foreign = untranslated(answer)[:most]
    sentences = tuple(
        sentence.model_copy(
            update={"translation": translator.translate(sentence.text, answer.language)}
        )
        if sentence in foreign
        else sentence
        for sentence in answer.sentences
    )
    if sentences == answer.sentences:
        return answer
    told = translated_remark(answer.notice, answer.language)
    text = answer_text(sentences, answer.unanswered, answer.language)
    return answer.model_copy(update={"sentences": sentences, "text": text, "notice": told})


def _places(sentence: AnswerSentence) -> list[tuple[str, int]]:
    """Where the evidence of a sentence stands: article and offset."""
    return [(citation.article_id, citation.start) for citation in sentence.citations]


def _is_translation(text: str, sentence: str, language: str) -> bool:
    """Whether a text may be a translation of a sentence."""
    fits = _SHORTEST <= len(text) / max(1, len(sentence)) <= _LONGEST
    right_language = detect_language(text) == language
    return fits and right_language and _same_numbers(text, sentence)


def _same_numbers(text: str, sentence: str) -> bool:
    """Whether two texts have the same numbers, but for small ones that may be put in words."""
    return all(len(number) == 1 for number in numbers(text) ^ numbers(sentence))
