"""The course of one question through the stages, from what was asked to the answer.

1. Understand: the language, whether facts or articles are asked for, the parts of the question.
2. Retrieve: for each part, as it stands alone, the passages that match it.
3. Read: which of their sentences answer, and choose those that make the answer.
4. Verify, where there is a chat model, that they answer; choose anew.
5. Phrase: the likeliest in a sentence in the language of the question; verify that the evidence
   bears it out.
6. Answer: with a translation, where nothing could be said in the language of the question.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

from assistant.answer import AnswerEvent, Event, FinalEvent, PassagesEvent, TokenEvent
from assistant.claims import choose_claims, join_choices
from assistant.compose.composer import Composer
from assistant.compose.failure_messages import model_failed
from assistant.compose.parts import (
    Part,
    attributed_choice,
    chosen_part,
    note_failure,
    shown_part,
    unanswered_parts,
    verify_parts,
)
from assistant.compose.translate import in_own_words, translate_quotations, untranslated
from assistant.llm.failures import BadReply, Failure, ModelFailed
from assistant.query.intent import is_greeting, topic_asked_about
from assistant.query.language import detect_language
from assistant.query.query import Query
from assistant.query.turns import Turn
from assistant.stages import Choice, Claim, Phraser, Reader, Reading, Retrieved, Stages, Support
from assistant.tracing import in_span, span
from assistant.verify.conflicts import disagree
from vectorstore.filters import Filters
from vectorstore.passage import ScoredPassage


def answer_question(
    question: str, turns: Sequence[Turn], filters: Filters | None, stages: Stages
) -> Iterator[Event]:
    """Answer a question: its passages, drafts, checked sentences, and at last the whole answer.

    `turns` is the conversation so far, oldest first. Raises what opening the store and loading the
    models raises. A chat model that fails once it is loaded raises nothing: the answer is then
    made of quotations, with a notice.
    """
    language = detect_language(question, [turn.question for turn in turns])
    asked = Query(question, language, filters)
    composer = Composer(question, language, stages.model)
    topic = topic_asked_about(question)
    if is_greeting(question):
        yield PassagesEvent(passages=())
        yield FinalEvent(answer=composer.greeting())
    elif topic is not None:
        yield from _list_articles(replace(asked, text=topic), stages, composer)
    else:
        yield from _answer_parts(asked, turns, stages, composer)


def _list_articles(query: Query, stages: Stages, composer: Composer) -> Iterator[Event]:
    """Answer which articles there are on a topic, or at all."""
    retrieved = stages.catalogue.retrieve(query)
    yield composer.found(retrieved.passages)
    choice = Choice(tuple(_all_read(stages.lister, query, retrieved, stages)))
    yield from composer.sentences(choice)
    yield FinalEvent(answer=composer.conclude(choice))


def _answer_parts(
    asked: Query, turns: Sequence[Turn], stages: Stages, composer: Composer
) -> Iterator[Event]:
    """Answer from what the passages say, each part of the question after the one before."""
    texts = stages.decompose(asked.text)
    parts: list[Part] = []
    yield from _read_parts(asked, texts, turns, stages, composer, parts)
    if stages.answer_verifier and not stages.model.given_up:
        yield from _quoted(texts, parts, composer, provisional=True)
        with span("verify"):
            parts = verify_parts(parts, stages, composer)
    if stages.phraser and not stages.model.given_up:
        yield from _quoted(texts, parts, composer)
    choices: list[Choice] = []
    for part in parts:
        choice = part.choice
        if stages.phraser and part.is_said and choice.chosen:
            phrased: list[Claim] = []
            yield from in_span("phrase", _phrase(part, stages.phraser, stages, composer, phrased))
            choice = _rechosen(choice, phrased)
        choice = attributed_choice(choice, part.query, stages, composer)
        yield from composer.sentences(choice)
        choices.append(choice)
    unanswered = unanswered_parts(texts, parts)
    yield from _conclude(join_choices(choices), unanswered, stages, composer)


def _quoted(
    texts: Sequence[str], parts: Sequence[Part], composer: Composer, provisional: bool = False
) -> Iterator[AnswerEvent]:
    """The answer in the articles' own words, if there is one."""
    quoted = join_choices([part.choice for part in parts])
    if quoted.chosen:
        answer = composer.conclude(quoted, unanswered_parts(texts, parts))
        yield AnswerEvent(answer=answer, provisional=provisional)


def _read_parts(
    asked: Query,
    texts: Sequence[str],
    turns: Sequence[Turn],
    stages: Stages,
    composer: Composer,
    parts: list[Part],
) -> Iterator[Event]:
    """Retrieve and read for each part: its passages, and what was chosen, into `parts`."""
    passages: Sequence[ScoredPassage] = ()
    said = list(turns)
    for text in texts:
        query = stages.rewriter.rewrite(replace(asked, text=text), said)
        with span("retrieve"):
            retrieved = stages.retriever.retrieve(query, passages)
        passages = retrieved.passages
        yield composer.found(passages)
        claims: list[Claim] = []
        yield from in_span("read", _read(query, retrieved, stages, composer, claims))
        part = shown_part(chosen_part(query, claims), stages, composer)
        parts.append(part)
        said.append(Turn(text, " ".join(claim.text for claim in part.choice.chosen)))


def _phrase(
    part: Part,
    phraser: Phraser,
    stages: Stages,
    composer: Composer,
    phrased: list[Claim],
) -> Generator[TokenEvent]:
    """Have the likeliest quotation said in a sentence: drafts, and claims into `phrased`.

    So are those that contradict it, as `attributed_choice` tells. A quotation stays where the
    phraser writes what it does not bear out, or fails, which the notice says.
    """
    first, *others = part.choice.chosen
    rivals = [] if part.query.is_follow_up else [each for each in others if disagree(first, each)]
    for claim in (first, *rivals):
        told = claim
        try:
            items = phraser.phrase(part.query, claim) if not stages.model.given_up else ()
            for item in items:
                if isinstance(item, str):
                    yield composer.draft(item)
                elif item.text:
                    told = _borne_out(part.query, item, claim, stages)
        except ModelFailed as error:
            note_failure(error, part.query.language, stages, composer)
        phrased.append(told)


def _borne_out(query: Query, reading: Reading, quotation: Claim, stages: Stages) -> Claim:
    """A reading as a claim, as likely as its quotation; the quotation where it is not borne out."""
    verdict = stages.verifier.verify(query, reading)
    if verdict.support is not Support.VERIFIED:
        return quotation
    return Claim.of(reading, replace(verdict, probability=quotation.verdict.probability))


def _rechosen(choice: Choice, phrased: Sequence[Claim]) -> Choice:
    """The choice as it was phrased, without sentences that say nothing new.

    The quotations stay behind the sentences: nothing checks all that a small model may get wrong.
    """
    again = choose_claims(phrased)
    kept = [quote for quote in choice.chosen if quote not in again.chosen]
    return Choice((*again.chosen, *kept), choice.dropped)


def _read(
    query: Query, retrieved: Retrieved, stages: Stages, composer: Composer, claims: list[Claim]
) -> Generator[TokenEvent]:
    """Have the evidence read and verified: drafts as they come, the claims into `claims`.

    Where the chat model fails, the articles are quoted, and what it wrote is left out.
    """
    if stages.notice:
        composer.notice = stages.notice(query.language)
    failure = stages.model.given_up
    try:
        for item in () if failure else stages.reader.read(query, retrieved):
            if isinstance(item, str):
                yield composer.draft(item)
            else:
                claims.append(_verified(query, item, stages))
        if claims and all(claim.verdict.support is Support.UNSUPPORTED for claim in claims):
            raise BadReply(Failure.UNPROVED)
    except ModelFailed as error:
        failure = stages.model.fail(error)
    if failure:
        composer.fell_back = True
        composer.notice = model_failed(query.language, stages.model.name, failure)
        claims[:0] = _all_read(stages.quoter, query, retrieved, stages)


def _all_read(reader: Reader, query: Query, retrieved: Retrieved, stages: Stages) -> list[Claim]:
    """What a reader without a model reads, verified."""
    items = reader.read(query, retrieved)
    return [_verified(query, item, stages) for item in items if isinstance(item, Reading)]


def _verified(query: Query, reading: Reading, stages: Stages) -> Claim:
    if isinstance(reading, Claim):
        return reading
    return Claim.of(reading, stages.verifier.verify(query, reading))


def _conclude(
    choice: Choice, unanswered: Sequence[str], stages: Stages, composer: Composer
) -> Iterator[Event]:
    """The whole answer.

    If none of its sentences is in the reader's language, its first quotation is translated; the
    answer comes without the translation before, as that takes the model seconds. The other
    quotations are translated on demand (`Assistant.translate`).
    """
    if stages.phraser:
        composer.phrased()
    answer = composer.conclude(choice, unanswered, stages.remark)
    translator = None if stages.model.given_up else stages.translator
    if translator and untranslated(answer) and not in_own_words(answer):
        yield AnswerEvent(answer=answer)
        answer = composer.timed(translate_quotations(translator, answer, most=1))
    yield FinalEvent(answer=answer)
