"""Fits again what can be fitted from recorded features, and writes `docs/calibration.md`.

    python -m eval.calibration.fit --date 2026-11-26

Needs no model. The values in use are not changed.
"""

from collections.abc import Sequence
from pathlib import Path

import click

from eval.calibration.card import Report, card
from eval.calibration.records import RECORDS, SearchRecord, read_records
from eval.calibration.tasks import refits
from eval.calibration.thresholds import diversity

CARD = Path(__file__).parents[2] / "docs" / "calibration.md"


def fit(records: Sequence[SearchRecord], date: str) -> str:
    """The card of some records, as Markdown."""
    return card(
        Report(
            date,
            records,
            list(refits(records)),
            list(diversity(records)),
        )
    )


@click.command()
@click.option("--date", required=True, help="Date to put on the card, such as 2026-11-26.")
@click.option("--records", default=RECORDS, type=click.Path(exists=True, path_type=Path))
@click.option("--out", default=CARD, type=click.Path(path_type=Path), help="File to write.")
def main(date: str, records: Path, out: Path) -> None:
    """Fit the numbers of `Calibration` again, and write the card."""
    out.write_text(fit(read_records(records), date), encoding="utf-8")
    click.echo(f"Written: {out}")


if __name__ == "__main__":
    main()
