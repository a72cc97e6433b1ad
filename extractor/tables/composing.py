"""Sums as statements: what is printed of them, and how far the layout lets them accuse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extractor.figure import Figure, Role
from extractor.statement import SURE, Accuse, Binding, Composition, Source, Term
from extractor.tables.licence import UNSURE, fits, license_sums
from extractor.tables.model import Column

OVERLAP = Binding(Accuse.WARNING)  # parts listed by one 其中 need not exclude each other
_ADDITIVE = (Role.AMOUNT, Role.COUNT, Role.CHANGE)


def compose(
    total: Figure | None, parts: Iterable[tuple[int, Figure | None]], means: str, complete: bool = True
) -> Composition | None:
    """A sum over what is printed: a blank part is 0, a blank total says nothing; units must agree."""
    terms = tuple(Term(sign, figure) for sign, figure in parts if figure is not None)
    if total is None or not terms or total.role not in _ADDITIVE:
        return None
    if any(t.figure.quantity.unit != total.quantity.unit or t.figure.role not in _ADDITIVE for t in terms):
        return None
    if any(t.figure is total for t in terms):
        return None
    return Composition(source=Source.TABLE, total=total, parts=terms, complete=complete, means=means)


def licensed(group: Sequence[Composition], sure: bool) -> Iterator[Composition]:
    """The sums that one reading of the layout makes, told as surely as they bear each other out; `sure` where the
    layout leaves no other reading. Parts that may overlap only warn."""
    binding = license_sums(group, sure)
    for statement in group:
        overlapping = not statement.complete and len(statement.parts) > 1
        total = statement.total.quantity
        if total.unit.startswith("万") and not total.is_money and fits(statement):  # no count of single ones
            yield replace(statement, binding=unsure(binding))
            continue
        own = OVERLAP if overlapping and binding is SURE else binding
        yield statement if own is statement.binding else replace(statement, binding=own)


def unsure(binding: Binding) -> Binding:
    return UNSURE if binding.accuse is not Accuse.NOTHING else binding


def leaf(column: Column) -> str:
    return column.path[-1] if column.path else ""
