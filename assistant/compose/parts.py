"""`Part`: one thing that was asked, with what was read, chosen and verified for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.claims import choose_claims, newest_claims
from assistant.compose.composer import Composer
from assistant.compose.failure_messages import model_failed
from assistant.compose.messages import articles_differ, beyond_passages
from assistant.llm.failures import ModelFailed
from assistant.query.query import Query
from assistant.query.scope import Scope, scope_of
from assistant.stages import Choice, Claim, Stages


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was asked, and what was read for it."""

    query: Query
    claims: Sequence[Claim]
    """All that were read, the likeliest first."""
    scope: Scope
    choice: Choice
    date: str | None
    """Of the newest article, where the latest is asked for."""

    @property
    def is_said(self) -> bool:
        """Whether passages can answer it; what they cannot is only quoted, as a sentence of a
        model would be a claim from a sample."""
        return self.scope in (Scope.PASSAGE, Scope.LATEST)


def unanswered_parts(texts: Sequence[str], parts: Sequence[Part]) -> list[str]:
    """The parts of the question for which nothing was chosen."""
    return [text for text, part in zip(texts, parts, strict=True) if not part.choice.chosen]


def chosen_part(query: Query, claims: Sequence[Claim]) -> Part:
    """The claims chosen for a part; where the latest is asked for, those of the newest article."""
    read, scope, date = claims, scope_of(query.text), None
    if scope is Scope.LATEST:
        claims, date = newest_claims(claims)
    return Part(query, read, scope, choose_claims(claims), date)


def shown_part(part: Part, stages: Stages, composer: Composer) -> Part:
    """A part as it is shown: with what contradicts it, and a notice of that or of its limits."""
    choice = attributed_choice(part.choice, part.query, stages, composer)
    if choice.chosen and not composer.notice:
        composer.notice = beyond_passages(part.query.language, part.scope, part.date)
    return replace(part, choice=choice)


def verify_parts(parts: Sequence[Part], stages: Stages, composer: Composer) -> list[Part]:
    """The parts with what the chat model says of whether their claims answer, chosen anew."""
    composer.notice = None  # it was of what was chosen before
    return [shown_part(_verified_part(part, stages, composer), stages, composer) for part in parts]


def _verified_part(part: Part, stages: Stages, composer: Composer) -> Part:
    if not part.is_said or not stages.answer_verifier or stages.model.given_up:
        return part
    try:
        claims = stages.answer_verifier.verify_answers(part.query, part.claims)
    except ModelFailed as error:
        note_failure(error, part.query.language, stages, composer)
        return part  # the reader's word stands
    return chosen_part(part.query, claims)


def note_failure(error: ModelFailed, language: str, stages: Stages, composer: Composer) -> None:
    """Note that the chat model failed where quotations can do without it, and say so."""
    failure = stages.model.fail(error)
    told = model_failed(language, stages.model.name, failure)
    composer.notice = composer.notice or told


def attributed_choice(choice: Choice, query: Query, stages: Stages, composer: Composer) -> Choice:
    """A choice with the claims of articles that contradict it, and a notice of that.

    Of a follow-up, what another article says may be said of another thing of the kind, and
    contradicts nothing: its own words do not tell what it is about.
    """
    told = None if query.is_follow_up else stages.attribute(choice, query.language)
    if told:
        composer.notice = composer.notice or articles_differ(query.language)
    return told or choice
