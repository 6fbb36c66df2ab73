"""Attribution: claims that contradict each other name the articles that they are from."""

from dataclasses import replace

from assistant.claims import ACCEPTED
from assistant.compose.messages import according_to
from assistant.stages import Choice, Claim
from assistant.verify.conflicts import disagree


def attributed(choice: Choice, language: str) -> Choice:
    """A choice in which claims that contradict the first one, and that one, name their article."""
    if not choice.chosen:
        return choice
    best = choice.chosen[0]
    rivals = [
        claim
        for claim in (*choice.chosen[1:], *choice.dropped)
        if claim.probability >= ACCEPTED and disagree(best, claim)
    ]
    if not rivals:
        return choice
    told = [_name_article(claim, language) for claim in (best, *rivals)]
    rest = [claim for claim in choice.chosen[1:] if claim not in rivals]
    dropped = [claim for claim in choice.dropped if claim not in rivals]
    return replace(choice, chosen=(*told, *rest), dropped=tuple(dropped))


def _name_article(claim: Claim, language: str) -> Claim:
    article = claim.evidence[0].hit.article
    return replace(claim, text=according_to(language, article.title, article.date, claim.text))
