"""What an answer is: `Answer`, its sentences with their citations, and the events of a stream."""

import re
from itertools import pairwise
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Citation(_Frozen):
    """The words of an article that prove a sentence."""

    number: int = Field(ge=1, description="Marker shown in the answer: the place in `passages`.")
    passage_id: str
    article_id: str
    start: int = Field(ge=0, description="Offset of the quote in the article's text.")
    end: int = Field(ge=0, description="Offset of the quote's end in the article's text.")
    quote: str = Field(description="The article's own words, `text[start:end]`.")
    span: tuple[int, int] | None = Field(
        default=None,
        description="Offsets in the article's text of the words of the quote that answer; None"
        " where no reader told them.",
    )
    pages: tuple[int, ...] = Field(
        default=(), description="Pages on which the quote stands, from 1; none without pages."
    )
    page_labels: tuple[str, ...] = Field(
        default=(), description="The numbers of these pages as they are printed, such as `iv`."
    )
    ocr_certainty: float | None = Field(
        default=None,
        description="Mean certainty, 0 to 1, with which the text of these pages was recognised in"
        " pictures (OCR), the lowest of them; None where the file had it as text.",
    )

    @property
    def parts(self) -> tuple[str, str, str]:
        """The quote on one line: before the words that answer, those words, and after them."""
        start, end = self.span or (self.start, self.start)
        cuts = (0, start - self.start, end - self.start, len(self.quote))
        before, answering, after = (
            re.sub(r"\s+", " ", self.quote[at:until]) for at, until in pairwise(cuts)
        )
        return before, answering, after


class AnswerSentence(_Frozen):
    """One sentence of an answer, without markers, and the evidence for it."""

    text: str
    citations: tuple[Citation, ...]
    quoted: bool = Field(
        default=False, description="Whether `text` is the article's own words, in its language."
    )
    translation: str | None = Field(
        default=None,
        description="`text` in the reader's language as the model translates it: an aid to read"
        " a quotation, and no proof.",
    )


class DroppedSentence(_Frozen):
    """A sentence that was written and does not count, with what it was drawn from."""

    text: str
    reason: Literal["unsupported", "weaker"] = Field(
        description="`unsupported`: its evidence does not bear it out, or does not answer."
        " `weaker`: it was not checked, or another sentence answers better."
    )
    citations: tuple[Citation, ...]


class CitedPassage(_Frozen):
    """A passage that was retrieved for the question, with what is needed to show it in place."""

    id: str
    article_id: str
    title: str
    source: str
    collection: str | None = Field(
        default=None, description="The article's collection; None in answers kept by old versions."
    )
    date: str | None
    language: str | None
    url: str | None
    page: int | None
    page_label: str | None = Field(
        default=None, description="The number of `page` as it is printed, such as `iv`."
    )
    start: int
    end: int
    text: str
    score: float


class Answer(_Frozen):
    """An answer with its evidence; `model_dump_json()` gives it as JSON."""

    question: str
    status: Literal["answered", "not_found", "greeting"]
    text: str = Field(description="The whole answer, with markers such as [1] after sentences.")
    sentences: tuple[AnswerSentence, ...]
    passages: tuple[CitedPassage, ...]
    dropped: tuple[DroppedSentence, ...] = Field(
        default=(), description="What a model wrote and the answer leaves out, to be looked at."
    )
    unanswered: tuple[str, ...] = Field(
        default=(), description="Parts of the question that have no answer, if others have one."
    )
    confidence: float | None = Field(
        default=None,
        description="Estimate, 0 to 1, that the best sentence written is right; low where the"
        " articles do not seem to answer. None where nothing was estimated, as of hosted models.",
    )
    language: str = Field(description="ISO 639-1 code of the language of the answer.")
    model: str = Field(description="What answered, such as `local` or `extractive`.")
    timings: dict[str, float] = Field(
        description="Seconds from the question to each stage: `passages`, `first_token`,"
        " `answer` (quoted and cited), `phrased` (verified and phrased by the local model) and"
        " `total` (with the translation of a quotation, if there is one)."
    )
    tokens: dict[str, int] = Field(
        default_factory=dict,
        description="Tokens that the chat model read (`input`) and wrote (`output`), if it tells.",
    )
    notice: str | None = Field(
        default=None, description="What the reader should know of how the answer was made."
    )


class PassagesEvent(_Frozen):
    """First event of a stream: what was retrieved."""

    passages: tuple[CitedPassage, ...]


class TokenEvent(_Frozen):
    """A piece of the answer as the model writes it, not yet checked."""

    text: str


class SentenceEvent(_Frozen):
    """A sentence of the answer that was checked, in the order of the answer."""

    sentence: AnswerSentence


class AnswerEvent(_Frozen):
    """The whole answer before a quotation is phrased or translated; only where one will be."""

    answer: Answer
    provisional: bool = False
    """Whether the chat model is still to say if the quotations answer: they may be withdrawn."""


class FinalEvent(_Frozen):
    """Last event of a stream: the whole answer."""

    answer: Answer


Event = PassagesEvent | TokenEvent | SentenceEvent | AnswerEvent | FinalEvent
