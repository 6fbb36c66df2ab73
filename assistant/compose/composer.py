"""`Composer`: the events and the text of one answer, as far as it is made."""

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import repeat
from typing import Any, Literal

from assistant.answer import (
    Answer,
    AnswerSentence,
    Citation,
    CitedPassage,
    DroppedSentence,
    PassagesEvent,
    SentenceEvent,
    TokenEvent,
)
from assistant.claims import ACCEPTED
from assistant.compose.messages import greeting, not_found_text, part_not_found
from assistant.evidence import Evidence
from assistant.llm.usage import EXTRACTIVE, ModelUse
from assistant.stages import Choice, Claim
from vectorstore.passage import ScoredPassage, Span


class Composer:
    """Makes the events and the answer of one question, in one language, and takes the times."""

    def __init__(self, question: str, language: str, model: ModelUse[Any]) -> None:
        self._started = time.monotonic()
        self._timings: dict[str, float] = {}
        self._question, self._language, self._model = question, language, model
        self._passages: Sequence[ScoredPassage] = ()
        self.notice: str | None = None
        """What the reader should know of how the answer was made."""
        self.fell_back = False
        """Whether the articles are quoted because the chat model failed."""

    def found(self, passages: Sequence[ScoredPassage]) -> PassagesEvent:
        """All passages found so far, of which the answer cites some."""
        self._mark("passages")
        self._passages = passages
        return PassagesEvent(passages=show_passages(passages))

    def draft(self, piece: str) -> TokenEvent:
        """A piece of what a model writes."""
        self._mark("first_token")
        return TokenEvent(text=piece)

    def sentences(self, choice: Choice) -> Iterator[SentenceEvent]:
        """The sentences of an answer, or of a part of it."""
        for sentence in as_sentences(choice.chosen):
            yield SentenceEvent(sentence=sentence)

    def greeting(self) -> Answer:
        """The answer to a greeting."""
        return self._answer("greeting", Choice(), greeting(self._language))

    def conclude(
        self,
        choice: Choice,
        unanswered: Sequence[str] = (),
        remark: Callable[[Choice, str], str | None] | None = None,
    ) -> Answer:
        """The answer that some claims make; that the articles do not say where there are none.

        `unanswered` are the parts of the question without an answer. `remark` tells what there is
        to know of the claims, if the chat model did not fail.
        """
        sentences = as_sentences(choice.chosen)
        told = remark(choice, self._language) if remark and not self.fell_back else None
        if not sentences:
            return self._answer("not_found", choice, not_found_text(self._language), (), told)
        text = answer_text(sentences, unanswered, self._language)
        return self._answer("answered", choice, text, unanswered, told)

    def phrased(self) -> None:
        """Note that all is verified and phrased."""
        self._mark("phrased")

    def timed(self, answer: Answer) -> Answer:
        """An answer that was changed since it was concluded, with the time that it took."""
        return answer.model_copy(update={"timings": answer.timings | {"total": self._seconds()}})

    def _answer(
        self,
        status: Literal["answered", "not_found", "greeting"],
        choice: Choice,
        text: str,
        unanswered: Sequence[str] = (),
        remark: str | None = None,
    ) -> Answer:
        self._mark("answer")
        sure = confidence(choice)
        return Answer(
            question=self._question,
            status=status,
            text=text,
            sentences=as_sentences(choice.chosen),
            passages=show_passages(self._passages),
            dropped=as_dropped(choice.dropped),
            unanswered=tuple(unanswered),
            confidence=None if sure is None else round(sure, 4),
            language=self._language,
            model=EXTRACTIVE if self.fell_back else self._model.name,
            timings={**self._timings, "total": self._seconds()},
            tokens=self._model.tokens(),
            notice=self.notice or remark,
        )

    def _mark(self, stage: str) -> None:
        self._timings.setdefault(stage, self._seconds())

    def _seconds(self) -> float:
        return round(time.monotonic() - self._started, 3)


def confidence(choice: Choice) -> float | None:
    """Estimated probability of the best claim, 0 to 1; None where none was estimated.

    At most `ACCEPTED` where none was chosen.
    """
    most = 1.0 if choice.chosen else ACCEPTED
    verdicts = (claim.verdict for claim in choice.chosen or choice.dropped)
    known = [each.probability for each in verdicts if each.probability is not None]
    return min(max(known), most) if known else None


def as_sentences(claims: Sequence[Claim]) -> tuple[AnswerSentence, ...]:
    """Claims as the sentences of an answer, cited."""
    return tuple(
        AnswerSentence(
            text=claim.text,
            citations=_citations(claim),
            quoted=claim.quoted,
        )
        for claim in claims
    )


def as_dropped(claims: Sequence[Claim]) -> tuple[DroppedSentence, ...]:
    """Claims that were written, as what an answer leaves out; sentences of articles were not."""
    return tuple(
        DroppedSentence(
            text=claim.text,
            reason="unsupported" if claim.probability < ACCEPTED else "weaker",
            citations=_citations(claim),
        )
        for claim in claims
        if not claim.quoted
    )


def answer_text(
    sentences: Sequence[AnswerSentence], unanswered: Sequence[str], language: str
) -> str:
    """The sentences of an answer as one text, and what it says of parts without an answer."""
    missing = [part_not_found(language, part) for part in unanswered]
    return " ".join([marked_text(sentences), *missing])


def marked_text(sentences: Sequence[AnswerSentence]) -> str:
    """The sentences of an answer on one line, each followed by its markers, such as [1][3].

    Behind those of a quotation stands its translation, in brackets.
    """
    return " ".join(
        f"{sentence.text} {markers(sentence)}"
        + (f" ({sentence.translation})" if sentence.translation else "")
        for sentence in sentences
    )


def markers(sentence: AnswerSentence) -> str:
    """The markers of the passages that a sentence cites, each once."""
    numbers = dict.fromkeys(citation.number for citation in sentence.citations)
    return "".join(f"[{number}]" for number in numbers)


def show_passages(hits: Sequence[ScoredPassage]) -> tuple[CitedPassage, ...]:
    """What is needed to show retrieved passages in place."""
    return tuple(
        CitedPassage(
            id=hit.passage.id,
            article_id=hit.article.id,
            title=hit.article.title,
            source=hit.article.source,
            collection=hit.article.collection,
            date=hit.article.date,
            language=hit.article.language,
            url=hit.article.url,
            page=hit.passage.page,
            page_label=hit.article.page_label(hit.passage.page) if hit.passage.page else None,
            start=hit.passage.start,
            end=hit.passage.end,
            text=hit.passage.text,
            score=hit.score,
        )
        for hit in hits
    )


def _citations(claim: Claim) -> tuple[Citation, ...]:
    """The citations of a claim's evidence, each under the number of its passage."""
    # Evidence that was joined to the claim has no span of its own.
    spans = (*claim.spans, *repeat(None, len(claim.evidence)))
    return tuple(map(_citation, claim.evidence, spans))


def _citation(evidence: Evidence, span: Span | None) -> Citation:
    article = evidence.hit.article
    pages = article.pages(evidence.span.start, evidence.span.end)
    return Citation(
        number=evidence.number,
        passage_id=evidence.hit.passage.id,
        article_id=evidence.hit.article.id,
        start=evidence.span.start,
        end=evidence.span.end,
        quote=evidence.quote,
        span=(span.start, span.end) if span else None,
        pages=pages,
        page_labels=tuple(map(article.page_label, pages)),
        ocr_certainty=article.certainty(pages),
    )
