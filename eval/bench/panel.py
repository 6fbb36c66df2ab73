"""Retrieval on a panel of texts of many kinds and languages, and weights fitted on it.

    python -m eval.bench.panel --data FOLDER [--xquad FOLDER] [--cache FOLDER] [--out FILE]

FOLDER has gzipped JSON Lines of questions with their contexts, and XQuAD's files
(`eval/datasets/panel.py` names them). The features of each store are kept in the cache, so that an
interrupted run goes on, and a fit needs no model. Embedding takes some ten minutes of one core.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from assistant.settings import Settings
from eval.bench.ablate import CachingEmbedder
from eval.bench.panel_report import report
from eval.calibration.panel_features import fill, read_features, record, write_features
from eval.calibration.panel_fit import PanelSet
from eval.datasets.panel import PanelStore, Sizes, panel_stores
from vectorstore import Embedder, Store


def panel_sets(stores: Iterator[PanelStore], embedder: Embedder, cache: Path) -> Iterator[PanelSet]:
    """The sets of some stores: one for each language that is asked. Keeps features in `cache`."""
    for panel in stores:
        path = cache / f"{panel.name}.npz"
        if not path.exists():
            click.echo(f"{panel.name}: {len(panel.texts)} texts", err=True)
            with TemporaryDirectory() as folder, Store.open(Path(folder), embedder) as store:
                fill(store, panel)
                write_features(record(store, panel.questions), path)
        features = read_features(path)
        for asked in sorted(set(features.asked.tolist())):
            source = panel.name.partition(".")[0]
            yield PanelSet(source, asked, panel.language, features.of_language(asked))


@click.command()
@click.option("--data", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--xquad", type=click.Path(exists=True, path_type=Path), help="Folder of XQuAD.")
@click.option("--cache", type=click.Path(path_type=Path), help="Folder to keep features in.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the report, as Markdown.")
@click.option("--texts", default=Sizes.texts, show_default=True, help="Texts of a store.")
@click.option("--size", default=Sizes.size, show_default=True, help="Their length together.")
@click.option("--questions", default=Sizes.questions, show_default=True, help="In a language.")
def main(
    data: Path,
    xquad: Path | None,
    cache: Path | None,
    out: Path | None,
    texts: int,
    size: int,
    questions: int,
) -> None:
    """Search the panel by plain vectors, as Citera does, and by weights fitted on other sets."""
    embedder = CachingEmbedder("e5-small", Settings().cache)
    stores = panel_stores(data, xquad, Sizes(texts, size, questions))
    with TemporaryDirectory() as folder:
        place = cache or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        made = report(list(panel_sets(stores, embedder, place)))
    if out:
        out.write_text(made, encoding="utf-8")
    click.echo(made)


if __name__ == "__main__":
    main()
