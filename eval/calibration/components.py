"""Fits the principal components in which the packaged model's vectors are kept.

    python -m eval.calibration.components --data FOLDER

FOLDER has gzipped JSON Lines with `lang` and `context`, of the sources below; no text of them gets
into the file that is written. XQuAD, on which `eval.bench.store_size` tries the result, is not
among them. Embedding takes about a minute of one core. A changed file needs its SHA-256 in
`vectorstore.coding.components` and a new number in `vectorstore.coding.codings`, as stores are
written with the one that is there.
"""

import gzip
import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from assistant.settings import Settings
from ingest.chunking.sentences import split_sentences
from vectorstore import Embedder
from vectorstore.coding.components import FILE

SOURCES = (
    "afriqa-en amqa arcd cmrc2018 covidqa enelpi-tr fairytaleqa faquad friendsqa iapp-wiki-qa-th"
    " idk-mrc integreat-omosqa jaquad kazqad piaf pira policyqa pquad squad-de-chunk squad-es-dist"
    " squadshifts-new-wiki squadshifts-reddit tydiqa-goldp nli-klue-nli-dev-ko relx-template"
    " timeqa-human"
).split()
TOKENS = 192
"""Components of tokens; each token is kept in so many dimensions."""
VECTORS = 128
"""Components of the vectors of passages and sentences; the index has so many dimensions."""

_LINES = 6000
_SHARE = 0.3
_OF_A_SOURCE = 16
_CHARACTERS = 700
_SENTENCES = 4

Floats = NDArray[np.float32]


def texts(data: Path) -> Iterator[tuple[str, str]]:
    """Languages and texts, a few of each source and language, drawn at random."""
    chance = random.Random(0)
    for name in SOURCES:
        drawn: dict[tuple[str, str], None] = {}
        with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for _, line in zip(range(_LINES), lines, strict=False):
                if chance.random() < _SHARE:
                    row = json.loads(line)
                    drawn[row["lang"], row.get("context") or row["premise"]] = None
        by_language: dict[str, list[str]] = defaultdict(list)
        for language, text in drawn:
            by_language[language].append(text)
        count = max(4, _OF_A_SOURCE // len(by_language))
        for language, found in by_language.items():
            for text in chance.sample(found, min(count, len(found))):
                yield language, text[:_CHARACTERS].strip()


def fit(vectors: Floats, count: int) -> tuple[Floats, Floats]:
    """First `count` components (dimensions, count), and the square roots of their moments."""
    moments, directions = np.linalg.eigh(vectors.T @ vectors / np.float32(len(vectors)))
    largest = np.argsort(-moments)[:count]
    return directions[:, largest], np.sqrt(moments[largest])


def write(tokens: Floats, vectors: Floats, path: Path) -> str:
    """Fit both kinds of components, and write them as 16-bit floats; the file's SHA-256."""
    center = tokens.mean(axis=0)
    directions, deviations = fit(tokens - center, TOKENS)
    arrays = {
        "tokens_mean": center,
        "tokens_directions": directions,
        "tokens_deviations": deviations,
        # Not centred: the index compares the vectors themselves.
        "vectors_directions": fit(vectors, VECTORS)[0],
    }
    # In the order of rows: safetensors writes the memory of an array as it is.
    data = save({name: part.astype(np.float16, order="C") for name, part in arrays.items()})
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


@click.command()
@click.option("--data", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--out", default=FILE, type=click.Path(path_type=Path), help="File to write.")
def main(data: Path, out: Path) -> None:
    """Fit the components of tokens, and of the vectors of passages and sentences."""
    embedder = Embedder("e5-small", Settings().cache)
    chosen = list(texts(data))
    embedded = list(embedder.embed_passages([text for _, text in chosen]))
    sentences = [
        text[span.start : span.end]
        for language, text in chosen
        for span in split_sentences(text, language)[:_SENTENCES]
    ]
    vectors = [each.vector for each in embedded]
    digest = write(
        np.concatenate([each.tokens for each in embedded]),
        np.concatenate([vectors, embedder.encode_passages(sentences)]),
        out,
    )
    click.echo(f"{out}: SHA-256 {digest}")


if __name__ == "__main__":
    main()
