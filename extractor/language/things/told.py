"""What the readers of statements share: the items of a report's text by line and by name, their figures, what stays open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from extractor.extraction import Open
from extractor.figure import Figure
from extractor.language.measures.measure import Measure
from extractor.language.things.beside_tables import TableBudgets
from extractor.language.things.figures import Figures
from extractor.language.things.item import Item
from extractor.language.words.lines import Line
from extractor.statement import Accuse, Binding, Change, Completion, Ratio, Source, Statement, Term, YearlyGrowth

WARN = Binding(Accuse.WARNING)
TEXT = Source.TEXT
S = TypeVar("S", bound=Statement)


@dataclass(slots=True)
class Told:
    """The items a text tells of. What cannot be bound goes to `open` with its reason."""

    items: Sequence[Item]
    figures: Figures
    tables: TableBudgets
    open: list[Open] = field(default_factory=list)
    levels: list[Item] = field(init=False)  # items with an amount of money, budgets merged into their actuals left out
    _lines: dict[Line, list[Item]] = field(init=False)
    _names: dict[tuple[str, ...], list[Item]] = field(init=False)

    def __post_init__(self) -> None:
        self.levels = [i for i in self.items if i.is_money and not i.merged]
        self._lines, self._names = defaultdict(list), defaultdict(list)
        for item in self.items:
            self._lines[item.line].append(item)
            if item.is_money and item.name.key:
                self._names[item.name.key].append(item)

    def of_line(self, line: Line) -> list[Item]:
        """All items of a line, in reading order."""
        return self._lines.get(line, [])

    def amounts_before(self, item: Item) -> list[Item]:
        """The amounts of money before an item in its line."""
        return [i for i in self.of_line(item.line) if i.is_money and i.start < item.start]

    def named_like(self, item: Item) -> list[Item]:
        """The amounts anywhere in the text that bear the same name; none for a thing without a name."""
        return self._names.get(item.name.key, []) if item.name.key else []

    def amount(self, item: Item) -> Term:
        """The amount of an item as a term. The item must have one."""
        assert item.amount is not None
        return self.figures.term(item.amount, item)

    def settled(self, statements: Iterable[Statement]) -> list[Statement]:
        """The statements; what they bind is no longer open."""
        found = list(statements)
        bound = {main for s in found if (main := _main(s)) is not None}
        self.open = [o for o in self.open if o.figure is None or o.figure not in bound]
        return found

    def leave(self, reason: str, measure: Measure, item: Item) -> None:
        """Note that a number could not be bound, and why."""
        self.open.append(Open(reason, self.figures.of(measure, item)))


def _main(statement: Statement) -> Figure | None:
    """The rate that a statement binds."""
    if isinstance(statement, Completion | Change | YearlyGrowth):
        return statement.rate
    return statement.value if isinstance(statement, Ratio) else None


def says(item: Item, words: Iterable[str]) -> bool:
    """Whether the name of an item has one of the words."""
    return any(word in item.name.text for word in words)


def reference(item: Item, kind: str) -> Measure | None:
    """The last amount of that kind an item is compared with."""
    return next((m for m, b in reversed(item.references) if b.kind == kind), None)


def with_others(statement: S, others: Iterable[S]) -> S:
    """The statement with further readings that may rescue it."""
    return changed(statement, others=tuple(others))


def changed(statement: S, **changes: Any) -> S:
    return replace(statement, **changes)
