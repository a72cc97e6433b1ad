"""`python -m corpus`: writes reports of known truth into a folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import click

from corpus import faults as planting
from corpus.composers import KINDS, compose
from corpus.record import write_truth
from corpus.render import RENDERERS, render
from corpus.style import styles


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--reports", "-n", default=10, show_default=True, help="How many reports.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Kind of report; all by default.")
@click.option("--style", "names", multiple=True, type=click.Choice(sorted(styles())), help="Style; all by default.")
@click.option("--format", "formats", multiple=True, type=click.Choice(list(RENDERERS)), help="Format; txt by default.")
@click.option(
    "--fault",
    "slips",
    multiple=True,
    type=click.Choice(planting.KINDS),
    help="Plant one fault of this kind in each report.",
)
@click.option(
    "--size", type=click.IntRange(1, 5), default=2, show_default=True, help="From a note to some sixty pages."
)
@click.option("--seed", default=1, show_default=True, help="The first seed; the same seed gives the same files.")
def main(
    folder: Path,
    reports: int,
    kinds: tuple[str, ...],
    names: tuple[str, ...],
    formats: tuple[str, ...],
    slips: tuple[str, ...],
    size: int,
    seed: int,
) -> None:
    """Write reports whose truth is known into FOLDER, each with its truth beside it as NAME.json."""
    folder.mkdir(parents=True, exist_ok=True)
    pairs = [(kind, name) for kind in kinds or KINDS for name in names or sorted(styles())]
    for i in range(reports):
        kind, name = pairs[i % len(pairs)]
        report = compose(kind, styles()[name], seed + i // len(pairs), size=size)
        planted = planting.plant_several(report, list(slips), Random(f"{seed} {report.name}"))
        out = replace(planted.report, name=report.name)
        for form in formats or ("txt",):
            click.echo(render(out, folder, form))
        write_truth(report, folder / f"{report.name}.json", planted.faults)


if __name__ == "__main__":
    main()
