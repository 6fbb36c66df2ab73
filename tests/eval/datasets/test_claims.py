"""The marked claims keep what their documentation promises, and cite what their articles say."""

import pytest
from pydantic import ValidationError

from eval.datasets.claims import MarkedClaim, inconsistencies, load_claims
from eval.datasets.sets import load_set
from eval.datasets.validate import read_texts

CLAIMS = load_claims()
_BORNE_OUT = next(claim for claim in CLAIMS if claim.borne_out)


def test_the_set_is_consistent():
    assert list(inconsistencies(CLAIMS)) == []


def test_splits_are_loaded_apart():
    dev, test = load_claims("dev"), load_claims("test")
    assert {claim.split for claim in dev} == {"dev"}
    assert (*dev, *test) == CLAIMS


def test_sentences_of_packaged_articles_stand_in_them():
    texts = read_texts(load_set("several").articles)
    cited = {each for claim in CLAIMS for each in claim.evidence if each.source in texts}
    assert len({each.source for each in cited}) == len(texts)
    assert [each.text for each in cited if each.text not in texts[each.source][0]] == []
    assert [each for each in cited if each.language != texts[each.source][1]] == []


@pytest.mark.parametrize("origin", ["model", "written"])
def test_both_splits_have_claims_of_each_origin(origin):
    for split in ("dev", "test"):
        marks = {claim.borne_out for claim in load_claims(split) if claim.origin == origin}
        assert marks == {True, False}, split


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fault": "number"}, "borne_out is True and fault is number"),
        ({"borne_out": False}, "borne_out is False and fault is None"),
        ({"id": CLAIMS[-1].id}, "2 claims have this id"),
        ({"split": "test"}, "is in the other split too"),
    ],
)
def test_an_inconsistent_claim_is_named(changes, said):
    changed = [_BORNE_OUT.model_copy(update=changes), *(c for c in CLAIMS if c != _BORNE_OUT)]
    assert any(said in found for found in inconsistencies(changed))


def test_a_repeated_claim_is_named():
    again = _BORNE_OUT.model_copy(update={"id": f"{_BORNE_OUT.text_id}-99"})
    assert f"{again.id}: repeats {_BORNE_OUT.id}" in list(inconsistencies([*CLAIMS, again]))


def test_a_set_that_lost_its_balance_is_named():
    found = list(inconsistencies([claim for claim in CLAIMS[:300] if claim.borne_out]))
    for said in ("fewer than 320", "claims are in dev", "are borne out", "with the fault time"):
        assert any(said in each for each in found), said
    english = list(inconsistencies([claim for claim in CLAIMS if claim.language == "en"]))
    assert "test has questions in 1 languages" in english


@pytest.mark.parametrize("changes", [{"evidence": ()}, {"fault": "style"}, {"id": "two words"}])
def test_a_claim_that_is_malformed_is_refused(changes):
    with pytest.raises(ValidationError):
        MarkedClaim.model_validate({**_BORNE_OUT.model_dump(), **changes})
