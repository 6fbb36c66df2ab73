"""Cross-lingual retrieval among articles in several languages.

    python -m eval.bench.mixed_languages xquad.en.json xquad.es.json xquad.de.json [--questions 400]

Reads SQuAD files that are translations of one another, and keeps each paragraph in one of their
languages, drawn at random. In a store of one language, as in `eval.bench.ablate`, a search that
prefers the language of the question does no harm; here it does.
"""

import random
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from assistant.query.language import likeliest_language
from assistant.settings import Settings
from eval.bench.ablate import CachingEmbedder, RetrievalDataset, fill, read_retrieval_dataset
from vectorstore import Store

_SEED = 5

Shares = dict[tuple[str, bool], float]
"""Accuracy at 1, by the language of the paragraph (`same` as the question's, or `other`) and by
whether the search was given the language of the question."""


def mix(files: Mapping[str, RetrievalDataset], seed: int = _SEED) -> dict[str, str]:
    """Random choice of the file, and so the language, of each paragraph, by its name."""
    chance = random.Random(seed)
    names = list(next(iter(files.values())).paragraphs)
    return {name: chance.choice(list(files)) for name in names}


def first_right(
    files: Mapping[str, RetrievalDataset], kept: Mapping[str, str], store: Store
) -> Shares:
    """Accuracy at 1 over all questions; `store` holds the `kept` paragraphs."""
    right: defaultdict[tuple[str, bool], list[bool]] = defaultdict(list)
    for asked, about in files.items():
        for question, name in about.questions:
            pair = "same" if kept[name] == asked else "other"
            for told in (False, True):
                language = likeliest_language(question) if told else None
                found = store.search(question, 1, language=language)
                right[pair, told].append([hit.article.source for hit in found] == [name])
    return {key: sum(each) / len(each) for key, each in right.items()}


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--questions", type=int, help="Questions of each file; all if left out.")
def main(files: tuple[Path, ...], questions: int | None) -> None:
    """Search a store of mixed languages, made of parallel SQuAD FILES."""
    settings = Settings()
    read = {path.stem: read_retrieval_dataset(path, questions) for path in files}
    kept = mix(read)
    embedder = CachingEmbedder(
        settings.embeddings, settings.cache, settings.query_prompt, settings.passage_prompt
    )
    with TemporaryDirectory() as folder, Store.open(Path(folder), embedder) as store:
        fill(store, {name: read[file].paragraphs[name] for name, file in kept.items()})
        shares = first_right(read, kept, store)
    click.echo("right passage first        language not told  told")
    for pair in ("same", "other"):
        if (pair, True) in shares:
            plain, told = shares[pair, False], shares[pair, True]
            click.echo(f"article in {pair} language  {plain:>19.3f} {told:>6.3f}")


if __name__ == "__main__":
    main()
