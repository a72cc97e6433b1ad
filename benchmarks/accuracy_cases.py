"""What the accuracy benchmark is run on: clean reports over all styles and kinds, and the same reports with one fault each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from random import Random

from corpus import faults
from corpus.composers import KINDS, compose
from corpus.faults import Fault
from corpus.report import Report
from corpus.style import styles

SIZES = (1, 2, 2, 3, 1, 2, 4, 2)


@dataclass(frozen=True, slots=True)
class Case:
    """A report as it is written to disk; clean is the name of the report it was made from, fault what was planted."""

    report: Report
    clean: str
    fault: Fault | None = None


def clean_cases(count: int, seed: int, sizes: tuple[int, ...] = SIZES) -> list[Case]:
    """Reports that go round all styles and kinds in turn, in several sizes."""
    pairs = list(product(KINDS, sorted(styles())))
    Random(seed).shuffle(pairs)
    out = []
    for i in range(count):
        kind, name = pairs[i % len(pairs)]
        report = compose(kind, styles()[name], seed * 1000 + i, size=sizes[(i + i // len(sizes)) % len(sizes)])
        out.append(Case(report, report.name))
    return out


def faulty_cases(clean: list[Case], count: int, seed: int) -> list[Case]:
    """Kinds of fault in turn, each in a report that offers a place for it."""
    rng = Random(f"faults {seed}")
    out: list[Case] = []
    for i, kind in enumerate(_in_turn(count)):
        for case in rng.sample(clean, len(clean)):
            planted = faults.plant(case.report, kind, Random(f"{seed} {i}"))
            if planted:
                name = f"f{i:04}-{kind}"
                out.append(Case(replace(planted.report, name=name), case.clean, planted.faults[0]))
                break
    return out


def _in_turn(count: int) -> Iterator[str]:
    for i in range(count):
        yield faults.KINDS[i % len(faults.KINDS)]
