"""Citation precision and recall as in ALCE (Gao et al. 2023), and what they rest on.

ALCE asks an entailment model whether cited text supports a statement; here `supports` tells
whether some quotes, taken together, support the claim at hand, see `eval.run.judge`. Both say
nothing of whether the answer is right: copying a passage scores highest.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

Quote = TypeVar("Quote")


def citation_verdicts(
    quotes: Sequence[Quote], supports: Callable[[Sequence[Quote]], bool]
) -> tuple[bool, tuple[bool, ...]]:
    """Whether a claim is supported by its quotes, and for each quote whether it is relevant.

    A quote is relevant if it supports the claim alone or the others do not without it. Where all
    together do not support it, none is.
    """
    if not quotes or not supports(quotes):
        return False, tuple(False for _ in quotes)
    if len(quotes) == 1:
        return True, (True,)
    return True, tuple(
        supports([quote]) or not supports([*quotes[:place], *quotes[place + 1 :]])
        for place, quote in enumerate(quotes)
    )
