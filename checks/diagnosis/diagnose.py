"""Explains failed equations by the fewest changes: one wrong number breaks several equations and is one story.

Failed equations that share figures are looked at together. For each of their figures the values the equations demand,
and those a human slip leads to, are tried against all equations of the report. The change that repairs most is told
first; the equations it repairs are its evidence; what is left is explained next. Ties are told as ties.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checks.diagnosis.case import Case, Judged
from checks.diagnosis.left import the_one_in_doubt, the_rate, too_much
from checks.diagnosis.parts import absent_score, forgotten_part, wrong_total
from checks.diagnosis.repairs import ELSEWHERE, Repair, repairs_of
from checks.diagnosis.versions import other_versions
from checks.equation import Sum
from checks.finding import Cause, CauseKind
from checks.prints import Prints
from extractor.figure import Figure
from extractor.statement import Accuse

MOST_EXPLAINED = 200  # failed equations of one report; a file that breaks more is not a report with slips
MOST_FIGURES = 400  # figures of one group that are tried, those in most failures first
MOST_SINGLE = 40  # figures of one group that are tried though they stand in one failure only
MOST_CANDIDATES = 6
FEW = 6  # more numbers of one or two digits that would all do explain nothing
RANKED_FIRST = 4  # places of Repair.key that tell a better explanation from a merely likelier one
_STRENGTH = tuple(Accuse)
_ROUNDING = frozenset({CauseKind.TRUNCATED, CauseKind.MISROUNDED})


@dataclass(frozen=True, slots=True)
class Story:
    """The failed equations that one cause explains: the one to tell, and the others."""

    told: Judged
    others: tuple[Judged, ...]
    cause: Cause | None


def diagnose(judged: Iterable[Judged], prints: Prints, figures: Iterable[Figure] = ()) -> list[Story]:
    """One story for each cause. Every failed equation is in exactly one story."""
    case = Case(judged, prints, figures)
    explained: list[tuple[list[int], Cause]] = []
    budget = MOST_EXPLAINED
    for group in case.groups():
        if len(group) <= budget:
            budget -= len(group)
            explained += _explain(group, case)
    explained += other_versions(_left(case, explained), case)
    stories = [_story(solved, cause, case) for solved, cause in explained]
    for i in _left(case, explained):
        equation = case.judged[i][0]
        cause = absent_score(equation, case) or the_one_in_doubt(i, case) or forgotten_part(equation, case)
        cause = cause or the_rate(i, case) or too_much(i, case) or wrong_total(equation, case)
        stories.append(Story(case.judged[i], (), cause))
    return stories


def _left(case: Case, explained: list[tuple[list[int], Cause]]) -> list[int]:
    done = {i for solved, _ in explained for i in solved}
    return [i for i in case.failed if i not in done]


def _explain(group: list[int], case: Case) -> Iterator[tuple[list[int], Cause]]:
    """The failures of a group that one change of a print explains, with that change, the most telling first."""
    repairs = _repairs(group, case)
    still_open = frozenset(group)
    while live := [r for r in repairs if _explains(r, still_open)]:
        best = max(live, key=lambda r: r.key(still_open))
        solved = best.repaired & still_open
        equals = _equals(best, live, still_open)
        still_open -= solved
        if len(solved) == 1 and not best.tells and absent_score(case.judged[min(solved)][0], case):
            continue  # an empty cell says more than a digit that could be another
        if best.tells or len(solved) > 1 or len(equals) < FEW:
            yield sorted(solved), _cause(best, len(solved), equals[:MOST_CANDIDATES])


def _repairs(group: list[int], case: Case) -> list[Repair]:
    members = set(group)
    return [
        repair
        for figure in _suspects(group, case)
        for repair in repairs_of(figure, case, [i for i in case.equations_of[figure] if i in members])
    ]


def _suspects(group: list[int], case: Case) -> list[Figure]:
    """The figures worth trying: those in several failures, and of the others the main figures first."""
    count: Counter[Figure] = Counter()
    for i in group:
        count.update((case.judged[i][0].main, *case.judged[i][0].relation.figures()))
    ranked = [figure for figure, _ in count.most_common(MOST_FIGURES)]
    failed = set(group)
    several = {f: None for f in ranked if len(failed.intersection(case.equations_of[f])) > 1}
    return [*several, *[f for f in ranked if f not in several][:MOST_SINGLE]]


def _explains(repair: Repair, still_open: frozenset[int]) -> bool:
    """Several failures are explained by any one change; a single one only by a known slip, or by another print of the
    same number."""
    count = len(repair.repaired & still_open)
    return count > 1 or (count == 1 and (repair.is_slip or repair.source == ELSEWHERE))


def _equals(best: Repair, live: list[Repair], still_open: frozenset[int]) -> list[Repair]:
    """Other changes that explain the same failures as well: the likeliest of each other figure, and of the same one."""
    if best.kind in _ROUNDING:
        return []
    solved = best.repaired & still_open
    first = best.key(still_open)[:RANKED_FIRST]
    found: dict[Figure, Repair] = {}
    for repair in sorted(live, key=lambda r: r.key(still_open), reverse=True):
        alike = repair.repaired & still_open == solved and repair.key(still_open)[:RANKED_FIRST] == first
        if repair.figure is best.figure and repair.source < best.source == ELSEWHERE:
            continue  # what stands printed elsewhere is not one guess of many
        if alike and repair is not best:
            found.setdefault(repair.figure, repair)
    return list(found.values())


def _cause(best: Repair, repairs: int, equals: list[Repair]) -> Cause:
    old, new = _as_told(best)
    candidates = tuple((r.figure, _as_told(r)[1]) for r in equals)
    return Cause(best.kind, best.figure, old, new, repairs, best.other, candidates)


def _as_told(repair: Repair) -> tuple[str, str]:
    """Old and new number as printed; with their units where the unit is what changes."""
    old, new = repair.figure.quantity, repair.new
    printed, meant = f"{old.value:.{old.decimals}f}", f"{new.value:f}"
    if repair.kind is CauseKind.WRONG_UNIT:
        return printed + old.unit, meant + new.unit
    return printed, meant


def _story(solved: list[int], cause: Cause, case: Case) -> Story:
    told = min(solved, key=lambda i: (*_telling(case.judged[i], cause.figure), i))
    return Story(case.judged[told], tuple(case.judged[i] for i in solved if i != told), cause)


def _telling(pair: Judged, figure: Figure | None) -> tuple[bool | int, ...]:
    """Smaller tells better: what may accuse most; a sum or a rate before a mere repetition, which can stand as its
    evidence; the equation that is about the wrong figure; the one that fails most clearly."""
    equation, verdict = pair
    weak = verdict.slight or verdict.coarse or verdict.rough
    repetition = isinstance(equation.relation, Sum) and len(equation.relation.terms) == 2
    return _STRENGTH.index(equation.accuse), repetition, equation.main is not figure, weak
