"""A passage that agrees with itself and not with the rest of the report: its figures are from another version.

Each of its figures differs from its other print, yet changing one alone would break the sum the passage makes of them.
Changed together they repair everything, and that is one story and not one for each figure.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.diagnosis.case import Case
from checks.diagnosis.repairs import print_as
from checks.equation import Sum
from checks.finding import Cause, CauseKind
from checks.judge import Status
from extractor.figure import Figure
from extractor.quantity import Quantity

Differing = dict[Figure, tuple[int, Figure]]


def other_versions(unexplained: list[int], case: Case) -> Iterator[tuple[list[int], Cause]]:
    """Failed equalities that hold together once the figures of one passed sum are read as their other prints say."""
    differing = _differing(unexplained, case)
    explained: set[int] = set()
    for figure in differing:
        for members in _fellows(figure, differing, case):
            if any(differing[f][0] in explained for f in members):
                continue
            changed = {f: _as_elsewhere(f, differing[f][1]) for f in members}
            repaired, broken, _ = case.effect(changed)
            if len(repaired) > 1 and not broken:
                explained |= repaired
                yield sorted(repaired), _tell(members, changed, differing, len(repaired))


def _differing(unexplained: list[int], case: Case) -> Differing:
    """Each figure of a failed equality with the equation and its other print."""
    found: Differing = {}
    for i in unexplained:
        relation = case.judged[i][0].relation
        figures = relation.figures()
        if isinstance(relation, Sum) and not relation.at_most and len(relation.terms) == len(figures) == 2:
            first, second = figures
            found[first], found[second] = (i, second), (i, first)
    return found


def _fellows(figure: Figure, differing: Differing, case: Case) -> Iterator[list[Figure]]:
    """The differing figures of each passed sum that `figure` stands in, where there are two or more."""
    for i in case.equations_of[figure]:
        equation, verdict = case.judged[i]
        if verdict.status is Status.HOLDS and isinstance(equation.relation, Sum) and len(equation.relation.terms) > 2:
            members = [f for f in equation.relation.figures() if f in differing]
            if len({differing[f][0] for f in members}) > 1:
                yield members


def _as_elsewhere(figure: Figure, other: Figure) -> Quantity:
    return print_as(other.quantity.value * other.quantity.factor, figure.quantity, other.quantity)


def _tell(members: list[Figure], changed: dict[Figure, Quantity], differing: Differing, repairs: int) -> Cause:
    told = min(members, key=lambda f: differing[f][0])
    old, new = told.quantity, changed[told]
    return Cause(
        CauseKind.OTHER_VERSION, told, f"{old.value:.{old.decimals}f}", f"{new.value:f}", repairs, differing[told][1]
    )
