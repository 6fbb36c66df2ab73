"""Marked claims: answers' sentences, each marked as borne out or not by the sentences it cites.

Every verifier is measured on them: it has to show the claims that are borne out, and no other.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from eval.datasets.json_lines import read_json_lines
from eval.datasets.sets import DATA

Split = Literal["dev", "test"]
Fault = Literal[
    "entity",  # another person, place or thing than the one that is said
    "number",  # another figure, unit or quantifier, or a count from a sample
    "date",  # another date or time of day
    "negation",  # denied for affirmed, allowed for forbidden, or the reverse
    "relation",  # what is said, of somebody or something else, or the other way round
    "modality",  # planned, alleged, possible or conditional, told as a fact
    "time",  # past for present, future for past, "now" for an old fact
    "attribution",  # said by somebody else
    "unrelated",  # nothing of the kind is said
    "addition",  # a part is said, and a part is not
]

_LEAST_CLAIMS = 320
_LEAST_LANGUAGES = 10
_SPLIT_SHARE = (0.45, 0.55)
_BORNE_OUT_SHARE = (0.5, 0.65)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CitedSentence(_Frozen):
    """Sentence that a claim cites, with what a reader sees beside it."""

    source: str = Field(min_length=1, description="File name of the article.")
    title: str | None = Field(default=None, description="Title of the article, if it has one.")
    date: str | None = Field(default=None, description="Date of the article: ISO 8601, or a part.")
    language: str = Field(description="ISO 639-1 code of the article.")
    text: str = Field(min_length=1)


class MarkedClaim(_Frozen):
    """Claim of the set, one line of its file. `id` is the id of its text and a number."""

    id: str = Field(pattern=r"^[a-z]+-\d\d$")
    split: Split
    question: str = Field(min_length=1)
    language: str = Field(description="ISO 639-1 code of the question.")
    claim: str = Field(
        min_length=1, description="The sentence stated; a fragment is read as the answer."
    )
    evidence: tuple[CitedSentence, ...] = Field(min_length=1)
    borne_out: bool = Field(description="Whether the evidence says what the claim says, all of it.")
    fault: Fault | None = Field(default=None, description="What is wrong, if it is not borne out.")
    origin: Literal["model", "written"] = Field(
        description="Whether a chat model made the claim, or it was written for the set."
    )
    note: str = Field(default="", description="Reason for the mark, where it is not plain.")

    @property
    def text_id(self) -> str:
        """Id that the claims about one text, or about texts that belong together, share."""
        return self.id.rpartition("-")[0]


def load_claims(split: Split | None = None) -> tuple[MarkedClaim, ...]:
    """Load the packaged claims of one split; all for None."""
    claims = read_json_lines(DATA / "claims.jsonl", MarkedClaim)
    return tuple(claim for claim in claims if split in (None, claim.split))


def inconsistencies(claims: Sequence[MarkedClaim]) -> Iterator[str]:
    """Inconsistencies of the whole set, a sentence for each; the marks are not judged."""
    for claim in claims:
        if claim.borne_out != (claim.fault is None):
            yield f"{claim.id}: borne_out is {claim.borne_out} and fault is {claim.fault}"
    for name, count in Counter(claim.id for claim in claims).items():
        if count > 1:
            yield f"{name}: {count} claims have this id"
    yield from _of_repeats(claims)
    yield from _of_splits(claims)
    yield from _of_composition(claims)


def _of_repeats(claims: Sequence[MarkedClaim]) -> Iterator[str]:
    seen: dict[tuple[str, str, tuple[CitedSentence, ...]], str] = {}
    for claim in claims:
        key = (claim.question, claim.claim, claim.evidence)
        if key in seen:
            yield f"{claim.id}: repeats {seen[key]}"
        seen[key] = claim.id


def _of_splits(claims: Sequence[MarkedClaim]) -> Iterator[str]:
    """Texts and articles that are in both splits: the test split would be no unseen text."""
    splits: dict[str, Split] = {}
    for claim in claims:
        for name in {claim.text_id, *(each.source for each in claim.evidence)}:
            if splits.setdefault(name, claim.split) != claim.split:
                yield f"{claim.id}: {name} is in the other split too"


def _of_composition(claims: Sequence[MarkedClaim]) -> Iterator[str]:
    if len(claims) < _LEAST_CLAIMS:
        yield f"there are {len(claims)} claims, fewer than {_LEAST_CLAIMS}"
    for split in get_args(Split):
        chosen = [claim for claim in claims if claim.split == split]
        if not _SPLIT_SHARE[0] <= len(chosen) / max(len(claims), 1) <= _SPLIT_SHARE[1]:
            yield f"{len(chosen)} of {len(claims)} claims are in {split}"
        borne_out = sum(claim.borne_out for claim in chosen)
        if not _BORNE_OUT_SHARE[0] <= borne_out / max(len(chosen), 1) <= _BORNE_OUT_SHARE[1]:
            yield f"{borne_out} of {len(chosen)} claims in {split} are borne out"
        languages = {claim.language for claim in chosen}
        if len(languages) < _LEAST_LANGUAGES:
            yield f"{split} has questions in {len(languages)} languages"
        for fault in sorted(set(get_args(Fault)) - {claim.fault for claim in chosen}):
            yield f"{split} has no claim with the fault {fault}"
