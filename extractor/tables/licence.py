"""How far a failing sum may accuse: the table must have been understood before its printer is blamed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from extractor.figure import Figure, Role
from extractor.quantity import Interval
from extractor.statement import SURE, Accuse, Binding, Composition, Term

MISREAD = Binding(Accuse.NOTHING, "table_misread")
UNSURE = Binding(Accuse.NOTHING, "table_structure_unsure")
COUNTS = Binding(Accuse.WARNING)
FEWEST = 3  # filled columns of a total that must all fail before the hierarchy counts as misread


def license_sums(group: Sequence[Composition], sure: bool) -> Binding:
    """The binding for the statements that one reading of the layout makes over several columns or rows."""
    telling = [s for s in group if s.total.quantity.value != 0]
    failing = sum(not fits(s) for s in telling)
    if len(telling) >= FEWEST and failing == len(telling):
        return MISREAD
    if not sure and failing:
        return UNSURE
    if group and group[0].total.role is Role.COUNT:
        return COUNTS
    return SURE


def fits(statement: Composition) -> bool:
    """Whether the sum, or one of the other readings of the layout, can hold with the printed decimals."""
    readings = [statement, *(o for o in statement.others if isinstance(o, Composition))]
    return any(_fits(r.total, r.parts, r.complete) for r in readings)


def _fits(total: Figure, parts: Iterable[Term], complete: bool) -> bool:
    reach = Interval(Decimal(0), Decimal(0))
    for term in parts:
        reach = reach + term.figure.quantity.interval().scaled(Decimal(term.sign))
    whole = total.quantity.interval()
    return reach.meets(whole) if complete else reach.low <= whole.high
