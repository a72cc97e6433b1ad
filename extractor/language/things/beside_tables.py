"""Budgets that only a table prints: the row in which a text's amount stands as 决算数 tells its 预算数."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from extractor.document import Scope
from extractor.figure import Figure, Role
from extractor.quantity import Quantity

_ROW = tuple[Scope, int | None, int | None]


class TableBudgets:
    """Rows of tables with a budget and an actual column, found by the actual amount they print."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        rows: dict[_ROW, list[Figure]] = defaultdict(list)
        for figure in figures:
            if figure.role is Role.AMOUNT and figure.location.table is not None:
                rows[figure.scope, figure.location.table, figure.location.row].append(figure)
        self._budgets: dict[tuple[Scope, Decimal], list[Figure]] = defaultdict(list)
        for row in rows.values():
            budgets = [f for f in row if "预算" in f.basis]
            actuals = [f for f in row if "决算" in f.basis or "执行" in f.basis]
            if len(budgets) == 1 and len(actuals) == 1 and budgets[0].quantity.value:
                self._budgets[actuals[0].scope, _worth(actuals[0].quantity)].append(budgets[0])

    def of(self, actual: Figure) -> list[Figure]:
        """The budgets in rows that print this amount as the actual one; of a table without a unit, the same digits."""
        quantity = actual.quantity
        if not quantity.value:
            return []
        found = [*self._budgets.get((actual.scope, _worth(quantity)), ())]
        bare = Quantity(quantity.value, "", quantity.decimals, quantity.text)
        unitless = self._budgets.get((actual.scope, _worth(bare)), ())
        return found or [_in_unit(f, quantity.unit) for f in unitless]


def _in_unit(figure: Figure, unit: str) -> Figure:
    """A table without a unit counts in that of the text that prints the same amounts."""
    return replace(figure, quantity=replace(figure.quantity, unit=unit)) if not figure.quantity.unit else figure


def _worth(quantity: Quantity) -> Decimal:
    return (quantity.value * quantity.factor).normalize()
