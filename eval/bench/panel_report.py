"""Report of `eval.bench.panel` as Markdown: acc@1 of each set by several weights of the search."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.bench.search_methods import DENSE, DEPTH, PRODUCT, weightings
from eval.calibration.panel_fit import PanelSet, Ranks, WeightFit, gain_interval, ranks
from eval.datasets.panel import XQUAD
from vectorstore.scoring.ranking import Weights

_HEAD = f"""# Retrieval of texts of many kinds

Written by `python -m eval.bench.panel`; do not edit. The share of the questions whose right text
comes first (acc@1), in stores of a few hundred passages of one language each. `plain` is the
vector of the passage alone; `{PRODUCT}` is Citera's search with the weights in use, and the
columns between them leave out a part of it. `fitted` has the weights with the highest MRR on the
sets of all other sources; `apart` is the same, fitted separately for questions in the language of
the texts and in other languages. All passages of a store are compared by all kinds of evidence; a
search compares the best 60 by words and the best 20 of these by tokens. `r@{DEPTH}` is the share
of the questions whose right passage is among the first {DEPTH} by the weights in use: the most
that reordering these can reach.
"""
_PLAIN, _FITTED, _APART = "plain", "fitted", "apart"
_PARTS = ("without passages", "without sentences", "without tokens", "without words")
_METHODS = (_PLAIN, *_PARTS, PRODUCT, _FITTED, _APART)
_BLOCKS = ("panel, one language", "panel, across languages", "XQuAD")


@dataclass(frozen=True)
class _Measured:
    """A set, and the ranks of its questions by each method."""

    panel: PanelSet
    ranks: Mapping[str, Ranks]

    @property
    def block(self) -> str:
        """One of `_BLOCKS`."""
        if self.panel.source == XQUAD.name:
            return _BLOCKS[2]
        return _BLOCKS[self.panel.is_across]

    @property
    def row(self) -> str:
        """Row of the table: languages that a panel's store is asked in share one."""
        each = self.panel
        is_one = not each.is_across or each.source == XQUAD.name
        return f"{each.source}, {each.asked if is_one else 'others'} → {each.held}"


def report(sets: Sequence[PanelSet]) -> str:
    """The whole report: a table of the sets, means, gains and the fitted weights."""
    fit = WeightFit(sets)
    measured = [_Measured(each, _ranks(each, fit)) for each in sets]
    return "\n".join([_HEAD, _table(measured), _gains(measured), _weights(fit)])


def _ranks(panel: PanelSet, fit: WeightFit) -> dict[str, Ranks]:
    ways = weightings()
    chosen = {
        _PLAIN: DENSE,
        **{name: ways[name] for name in (*_PARTS, PRODUCT)},
        _FITTED: fit.best(lambda other: other.source != panel.source),
        _APART: fit.best(
            lambda other: other.source != panel.source and other.is_across == panel.is_across
        ),
    }
    return {name: ranks(panel.features, weights) for name, weights in chosen.items()}


def _table(measured: Sequence[_Measured]) -> str:
    heads = ("questions → texts", "passages", "questions", *_METHODS, f"r@{DEPTH}")
    lines = [_line(heads), _line(["---"] * len(heads))]
    for block, sets in _blocks(measured).items():
        rows = defaultdict(list)
        for each in sets:
            rows[each.row].append(each)
        lines += [_row(name, alike) for name, alike in rows.items()]
        lines.append(_row(f"**{block}, mean**", sets))
    return "\n".join(lines) + "\n"


def _blocks(measured: Sequence[_Measured]) -> dict[str, list[_Measured]]:
    """Sets by block, without blocks that have none."""
    found = {block: [each for each in measured if each.block == block] for block in _BLOCKS}
    return {block: sets for block, sets in found.items() if sets}


def _row(name: str, sets: Sequence[_Measured]) -> str:
    """A row with means over sets."""
    shares = [np.mean([(each.ranks[method] == 0).mean() for each in sets]) for method in _METHODS]
    among = np.mean([(each.ranks[PRODUCT] < DEPTH).mean() for each in sets])
    sizes = np.array([each.panel.features.gold.shape for each in sets])
    passages, questions = round(sizes[:, 1].mean()), sizes[:, 0].sum()
    return _line((name, passages, questions, *(f"{share:.3f}" for share in (*shares, among))))


def _gains(measured: Sequence[_Measured]) -> str:
    heads = ("sets", "weights", "compared with", "difference", "95 %")
    lines = [_line(heads), _line(["---"] * len(heads))]
    for block, sets in _blocks(measured).items():
        for better, than in ((PRODUCT, _PLAIN), (_FITTED, PRODUCT), (_APART, PRODUCT)):
            first, second = ([each.ranks[name] for each in sets] for name in (better, than))
            gain, low, high = gain_interval(first, second)
            interval = f"{low:+.3f} to {high:+.3f}"
            lines.append(_line((block, better, than, f"{gain:+.3f}", interval)))
    about = "Difference in acc@1, mean over the sets; intervals by a paired bootstrap."
    return "\n".join(["## Gains", "", about, "", *lines]) + "\n"


def _weights(fit: WeightFit) -> str:
    rows = {
        "in use": Weights(),
        "fitted on all sets": fit.best(lambda _: True),
        "fitted on one language": fit.best(lambda each: not each.is_across),
        "fitted across languages": fit.best(lambda each: each.is_across),
        f"fitted without {XQUAD.name}": fit.best(lambda each: each.source != XQUAD.name),
    }
    kinds = ("passage", "sentence", "tokens", "lexical")
    lines = [_line(("weights", *kinds)), _line(["---"] * (1 + len(kinds)))]
    for name, each in rows.items():
        lines.append(_line((name, *(f"{getattr(each, kind):g}" for kind in kinds))))
    return "\n".join(["## Weights", "", *lines]) + "\n"


def _line(cells: Sequence[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"
