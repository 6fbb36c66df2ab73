"""Fits what tells sentences that give orders to whoever reads them from all others.

    python -m eval.calibration.orders --data FOLDER [--data FOLDER] [--each 40]

A logistic regression on the packaged model's vectors, of the sentences in `eval/data/orders.jsonl`
and of up to `--each` ordinary texts of every data set in the folders. Half of the ordinary texts
are not fitted: `FALSE_ALARMS` of their sentences are above the limit, which is written as part of
the bias.
"""

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from safetensors.numpy import save_file

from assistant.settings import Settings
from assistant.verify.orders import WEIGHTS
from eval.bench.normal_texts import normal_texts
from eval.datasets.hostile import load_hostile
from eval.datasets.json_lines import read_json_lines
from eval.datasets.sets import DATA
from ingest.chunking.sentences import split_sentences
from vectorstore.embedding.embedder import Embedder
from vectorstore.embedding.load import PACKAGED

Floats = NDArray[np.float32]

FALSE_ALARMS = 0.01
"""Share of ordinary sentences that may be taken for an order: they are then quoted alone."""
_SENTENCES = 4
"""Most sentences of one ordinary text."""
_WEIGHT = {True: 20.0, False: 10.0}
"""Of a written sentence, by whether it is an order; that of an ordinary one is 1."""
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


class WrittenSentence(BaseModel):
    """Sentence that was written for this, one line of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(min_length=1)
    is_order: bool = Field(
        description="Whether it is meant for who reads or summarises the text; if not, it only"
        " looks like that, as reported questions and answers and instructions for people do."
    )


def read_orders() -> list[WrittenSentence]:
    """The packaged sentences."""
    return list(read_json_lines(DATA / "orders.jsonl", WrittenSentence))


def fit(orders: Floats, others: Floats, ordinary: Floats, unseen: Floats) -> Floats:
    """The weights of a vector, and the bias behind them, from (sentences, dimensions) of each kind.

    A sentence is above 0 where it is likelier to be an order than all but `FALSE_ALARMS` of those
    `unseen`.
    """
    from sklearn.linear_model import LogisticRegression

    features = np.concatenate([orders, others, ordinary])
    gold = np.arange(len(features)) < len(orders)
    weight = np.ones(len(features))
    weight[: len(orders)] = _WEIGHT[True]
    weight[len(orders) : len(orders) + len(others)] = _WEIGHT[False]
    model = LogisticRegression(max_iter=3000).fit(features, gold, sample_weight=weight)
    own: Floats = model.coef_[0].astype(np.float32)
    limit = np.quantile(unseen @ own, 1 - FALSE_ALARMS)
    return np.append(own, np.float32(-limit))


def ordinary_sentences(folders: Iterable[Path], each: int) -> tuple[list[str], list[str]]:
    """Sentences of ordinary texts, to fit and unseen, half of the texts each."""
    halves: tuple[list[str], list[str]] = ([], [])
    for text in normal_texts(folders, each):
        spans = split_sentences(text.text)[:_SENTENCES]
        half = halves[zlib.crc32(text.text.encode()) % 2]
        half.extend(text.text[span.start : span.end] for span in spans)
    return halves


@click.command()
@click.option("--data", "folders", type=_FOLDER, multiple=True, required=True)
@click.option("--each", default=40, show_default=True, help="Texts of a data set.")
def main(folders: Sequence[Path], each: int) -> None:
    """Fit, write the weights, and print what they tell."""
    embedder = Embedder(PACKAGED, Settings().cache)
    fitted, unseen = ordinary_sentences(folders, each)
    written = read_orders()
    vectors = [
        embedder.encode_queries(texts)
        for texts in (
            [each.text for each in written if each.is_order],
            [each.text for each in written if not each.is_order],
            fitted,
            unseen,
        )
    ]
    weights = fit(*vectors)
    save_file({"weights": weights}, WEIGHTS)
    print(f"{len(fitted)} ordinary sentences fitted, {len(unseen)} unseen")
    for name, found in zip(("orders", "others written"), vectors, strict=False):
        print(f"{name}: {np.mean(found @ weights[:-1] + weights[-1] > 0):.3f} taken for orders")
    items = load_hostile()
    told = embedder.encode_queries([item.order for item in items]) @ weights[:-1] + weights[-1] > 0
    for kind in dict.fromkeys(item.kind for item in items):
        own = [bool(found) for item, found in zip(items, told, strict=True) if item.kind == kind]
        print(f"hostile, {kind}: {sum(own)} of {len(own)}")
    print("sha256", hashlib.sha256(WEIGHTS.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
