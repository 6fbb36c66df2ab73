from dataclasses import replace

from assistant.compose.attribution import attributed
from assistant.stages import Choice, Support, Verdict
from tests.assistant.verify.test_conflicts import (
    ALSO_MANY,
    FEW,
    MANY,
    OTHER,
    QUOTED_FEW,
    QUOTED_MANY,
)


def test_contradicting_claims_name_their_articles():
    told = attributed(Choice((MANY,), (FEW, OTHER)), "fr")
    assert [c.text for c in told.chosen] == [
        "Selon Title of a (2020-01) : About 2,500 miners are on strike.",
        "Selon Title of b (2020-01) : About 1 200 miners are on strike.",
    ]
    assert told.dropped == (OTHER,)


def test_contradicting_quotations_are_shown_together_as_they_are():
    told = attributed(Choice((QUOTED_MANY,), (QUOTED_FEW,)), "fr")
    assert told == Choice((QUOTED_MANY, QUOTED_FEW))


def test_claims_that_agree_or_cannot_be_trusted_are_left_as_they_are():
    doubtful = replace(FEW, verdict=Verdict(Support.VERIFIED, 0.1))
    unsupported = replace(FEW, verdict=Verdict(Support.UNSUPPORTED))
    for other in (ALSO_MANY, doubtful, unsupported):
        choice = Choice((MANY,), (other,))
        assert attributed(choice, "en") is None
