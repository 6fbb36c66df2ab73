"""Holds the verifier to marked claims: the false ones it shows, and the true ones it hides.

    python -m eval.bench.claims [--split test]

A claim is shown where its numbers are grounded, as `GroundingVerifier` has it. Beside that stand
what the trained model's entailment would add, and the limits that hide the fewest true claims of
this split while at most 2 % of those shown are false.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import click
import numpy as np
from numpy.typing import NDArray

from assistant.readers.span.load import SpanModelLoader
from assistant.settings import Settings
from assistant.verify.grounding import has_numbers
from eval.datasets.claims import MarkedClaim, Split, load_claims
from vectorstore import Embedder

_MOST_FALSE = 0.02
_ENTAILED = tuple(round(0.02 * step, 2) for step in range(50))


@dataclass(frozen=True)
class Verified:
    """Figures of a verifier at one limit."""

    entailed: float
    """Least probability of entailment, 0 to 1."""
    shown: int
    false_shown: float
    """Share of the claims shown that are not borne out."""
    true_hidden: float
    """Share of the claims borne out that are not shown."""


@dataclass(frozen=True)
class Scores:
    """What the two checks give each claim: (claims,) each."""

    grounded: NDArray[np.bool_]
    entailment: NDArray[np.float64]
    borne_out: NDArray[np.bool_]

    def at(self, entailed: float) -> Verified:
        """The figures at a limit."""
        shown = self.grounded & (self.entailment >= entailed)
        false = (shown & ~self.borne_out).sum() / max(1, shown.sum())
        hidden = (~shown & self.borne_out).sum() / self.borne_out.sum()
        return Verified(entailed, int(shown.sum()), float(false), float(hidden))

    def best(self) -> Verified:
        """The limit that hides the fewest true claims, with few false ones shown."""
        found = [self.at(limit) for limit in _ENTAILED]
        strict = [each for each in found if each.false_shown <= _MOST_FALSE and each.shown]
        return min(strict or found, key=lambda each: (each.true_hidden, each.false_shown))


def scores_of(claims: Sequence[MarkedClaim]) -> Scores:
    """Grounded numbers and entailment of claims."""
    cache = Settings().cache
    loader = SpanModelLoader(lambda: Embedder("e5-small", cache), cache)
    grounded = [_grounded(claim) for claim in claims]
    entailment = loader().entailment([(claim.claim, _headed(claim)) for claim in claims])
    borne_out = np.array([claim.borne_out for claim in claims])
    return Scores(np.array(grounded), np.array(entailment), borne_out)


def _grounded(claim: MarkedClaim) -> bool:
    given = " ".join(f"{each.text} {each.title or ''} {each.date or ''}" for each in claim.evidence)
    spoken = claim.evidence[0].language
    return has_numbers(claim.question, claim.claim, given, claim.language, spoken)


def _headed(claim: MarkedClaim) -> str:
    return " ".join(
        f"{each.title}: {each.text}" if each.title else each.text for each in claim.evidence
    )


@click.command()
@click.option("--split", type=click.Choice(["dev", "test"]), default="dev", show_default=True)
def main(split: Split) -> None:
    """Print what the verifier does with the marked claims of a split."""
    scores = scores_of(load_claims(split))
    rows = {
        "in use: numbers": scores.at(0.0),
        "numbers and entailment": scores.at(0.5),
        "best on this split": scores.best(),
    }
    for name, each in rows.items():
        click.echo(f"{name:24} {each}")


if __name__ == "__main__":
    main()
