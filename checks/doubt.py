"""Failures that are likelier a misreading than a slip: no one-number change explains them, and they lie far off; or
part of a table was not read.

What people write wrong is nearly always near: a digit, a unit, a neighbour's rate, another total. Where running text
fails an equation and none of these explains it, the figures were perhaps not meant to go together. Close to the
stated value that is still worth a warning; far from it nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from decimal import Decimal

from checks.diagnosis.diagnose import Story
from checks.equation import Equation, Quotient, Sum
from checks.finding import CauseKind, Recomputed
from extractor.extraction import Extraction
from extractor.figure import Role
from extractor.statement import Accuse
from extractor.tables.joining import NOT_SEARCHED

FAR = Decimal(5)  # times the stated rate, or a fifth of it
FAR_SUM = Decimal("1.5")  # of a total of few parts: who adds up wrong, or forgets a part, is nearer
FEW = 4  # figures of a sum; a longer list is not taken for the parts of something else
MOST_SHARE = Decimal(101)  # a share beyond what rounding makes of the whole itself
_PRINTED_FORMULA = frozenset({"算式", "共计"})  # the report itself says what is divided by what, or added up
_IN_PART = "table_in_part"


def doubt_torn(equations: Iterable[Equation], extraction: Extraction) -> Iterator[Equation]:
    """Where part of a table was not read, or not known as part of it, no sum over its rows accuses, nor does any
    difference between text and tables: what the text means may stand in that part."""
    torn = {table.grids[0].location.table for table in extraction.tables if not table.whole}
    if not torn and not any(problem.kind in NOT_SEARCHED for problem in extraction.document.problems):
        yield from equations
        return
    for equation in equations:
        doubtful = equation.accuse is not Accuse.NOTHING and _may_miss_rows(equation, torn)
        yield replace(equation, accuse=Accuse.NOTHING, reason=_IN_PART) if doubtful else equation


def _may_miss_rows(equation: Equation, torn: Set[int | None]) -> bool:
    places = {(f.location.table, f.location.page, f.location.row) for f in equation.relation.figures()}
    tables = {table for table, _, _ in places}
    return len(places) > 1 and (not torn.isdisjoint(tables) or (None in tables and len(tables) > 1))


def is_unexplained(story: Story) -> bool:
    """One failure of running text that no known slip explains."""
    equation, cause = story.told[0], story.cause
    if story.others or equation.why in _PRINTED_FORMULA or equation.exact:
        return False
    in_text = all(figure.location.table is None for figure in equation.relation.figures())
    return in_text and (cause is None or (cause.kind is CauseKind.WRONG_VALUE and cause.repairs <= 1))


def is_far_off(story: Story, again: Recomputed | None) -> bool:
    """Whether the recomputed value cannot be what the stated one was meant to say."""
    main = story.told[0].main
    if again is None:
        return False
    stated, meant = abs(main.quantity.value), abs(again.value)
    if main.role is Role.SHARE and again.value > MOST_SHARE:
        return True
    if isinstance(story.told[0].relation, Quotient) and again.value < 0 <= main.quantity.value:
        return True
    relation = story.told[0].relation
    far = FAR_SUM if isinstance(relation, Sum) and len(relation.figures()) <= FEW else FAR
    return bool(stated) and bool(meant) and not 1 / far < meant / stated < far
