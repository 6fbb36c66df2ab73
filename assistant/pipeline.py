"""The course of one question through the stages, from what was asked to the answer.

1. Understand: the language, whether facts or articles are asked for, the parts of the question.
2. Retrieve: for each part, as it stands alone, the passages that match it.
3. Read: what their best sentences answer.
4. Verify: which of that the evidence bears out, and choose what makes the answer.
5. Answer: in the language of the question, with translations of what is quoted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer import AnswerEvent, Event, FinalEvent, PassagesEvent, TokenEvent
from assistant.claims import choose_claims, join_choices
from assistant.compose.composer import Composer
from assistant.compose.failure_messages import model_failed
from assistant.compose.messages import articles_differ
from assistant.compose.translate import is_foreign, translated
from assistant.llm.failures import BadReply, Failure, ModelFailed
from assistant.query.intent import is_greeting, topic_asked_about
from assistant.query.language import detect_language
from assistant.query.turns import Turn
from assistant.stages import Choice, Claim, Query, Reader, Reading, Retrieved, Stages, Support
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
    parts = stages.decompose(asked.text)
    passages: Sequence[ScoredPassage] = ()
    choices: list[Choice] = []
    said = list(turns)
    for part in parts:
        query = replace(asked, text=stages.rewriter.stand_alone(part, said) if said else part)
        retrieved = stages.retriever.retrieve(query, passages)
        passages = retrieved.passages
        yield composer.found(passages)
        claims: list[Claim] = []
        yield from _read(query, retrieved, stages, composer, claims)
        choice = choose_claims(claims)
        if stages.attribute and (told := stages.attribute(choice, asked.language)) != choice:
            # Articles that differ are both told, each by its name.
            composer.notice = composer.notice or articles_differ(asked.language)
            choice = told
        yield from composer.sentences(choice)
        choices.append(choice)
        said.append(Turn(part, " ".join(claim.text for claim in choice.chosen)))
    answered = zip(parts, choices, strict=True)
    unanswered = [part for part, choice in answered if not choice.chosen]
    yield from _conclude(join_choices(choices), unanswered, asked.language, stages, composer)


def _read(
    query: Query, retrieved: Retrieved, stages: Stages, composer: Composer, claims: list[Claim]
) -> Iterator[TokenEvent]:
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
    choice: Choice, unanswered: Sequence[str], language: str, stages: Stages, composer: Composer
) -> Iterator[Event]:
    """The whole answer; where quotations will be translated, without that first.

    It can be read and proved already, while what helps to read the proof is made.
    """
    answer = composer.conclude(choice, unanswered, stages.remark)
    translator = None if stages.model.given_up else stages.translator
    if translator and any(is_foreign(claim, language) for claim in choice.chosen):
        yield AnswerEvent(answer=answer)
        chosen = tuple(translated(translator, claim, language) for claim in choice.chosen)
        answer = composer.conclude(replace(choice, chosen=chosen), unanswered, stages.remark)
    yield FinalEvent(answer=answer)
