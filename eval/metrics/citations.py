"""Citation precision and recall as defined by ALCE (Gao et al. 2023).

ALCE asks an entailment model whether cited text supports a statement; here the function `supports`
decides whether quotes, taken together, support a claim (see `eval.run.judge`). Neither metric
measures whether the answer is correct: a copied passage gets the highest scores.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

Quote = TypeVar("Quote")


def citation_verdicts(
    quotes: Sequence[Quote], supports: Callable[[Sequence[Quote]], bool]
) -> tuple[bool, tuple[bool, ...]]:
    """Whether the quotes support a claim, and for each quote whether it is relevant.

    A quote is relevant if it supports the claim alone, or if the others do not support it without
    this one. If all together do not support the claim, none is relevant.
    """
    if not quotes or not supports(quotes):
        return False, tuple(False for _ in quotes)
    if len(quotes) == 1:
        return True, (True,)
    return True, tuple(
        supports([quote]) or not supports([*quotes[:place], *quotes[place + 1 :]])
        for place, quote in enumerate(quotes)
    )
