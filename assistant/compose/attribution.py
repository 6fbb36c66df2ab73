"""Attribution: claims that contradict each other are shown together, each by its article."""

from dataclasses import replace

from assistant.claims import ACCEPTED, BESIDE_THE_BEST
from assistant.compose.messages import according_to
from assistant.stages import Choice, Claim
from assistant.verify.conflicts import disagree


def attributed(choice: Choice, language: str) -> Choice | None:
    """A choice with the claims that contradict its first one; None where there are none.

    All of these name their articles, but for quotations, which stay as they are.
    """
    if not choice.chosen:
        return None
    best = choice.chosen[0]
    least = max(ACCEPTED, BESIDE_THE_BEST * best.probability)
    rivals = [
        claim
        for claim in (*choice.chosen[1:], *choice.dropped)
        if claim.probability >= least and disagree(best, claim)
    ]
    if not rivals:
        return None
    told = [_name_article(claim, language) for claim in (best, *rivals)]
    rest = [claim for claim in choice.chosen[1:] if claim not in rivals]
    dropped = [claim for claim in choice.dropped if claim not in rivals]
    return replace(choice, chosen=(*told, *rest), dropped=tuple(dropped))


def _name_article(claim: Claim, language: str) -> Claim:
    if claim.quoted:
        return claim
    article = claim.evidence[0].hit.article
    return replace(claim, text=according_to(language, article.title, article.date, claim.text))
