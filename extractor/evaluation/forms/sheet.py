"""A score sheet as read: indicators in a tree, with weights, scores and totals. What is said of them: sheet_statements.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from extractor.evaluation.forms.grid import Form
from extractor.evaluation.statements import BlankCell, ScoreTotal
from extractor.extraction import Open
from extractor.figure import Figure
from extractor.location import Location


@dataclass(slots=True, eq=False)
class Item:
    """One indicator. weight and scores are figures as printed; line_weights those of
    further lines of it; rule the text of its scoring rule."""

    name: str
    level: int
    row: int
    location: Location
    quote: str
    weight: Figure | None = None
    scores: list[Figure] = field(default_factory=list)
    line_weights: list[Figure] = field(default_factory=list)
    children: list[Item] = field(default_factory=list)
    parent: Item | None = None
    rule: str = ""
    rates: list[Figure] = field(default_factory=list)  # rates printed beside it, in result or note columns
    blank: bool = False  # its score cell exists and is empty

    @property
    def score(self) -> Figure | None:
        """Its score where it has exactly one."""
        return self.scores[0] if len(self.scores) == 1 else None

    @property
    def path(self) -> tuple[str, ...]:
        return (*(self.parent.path if self.parent else ()), self.name)


@dataclass(slots=True, eq=False)
class Sheet:
    """A score sheet as read. top are the highest indicators; total and total_weight those of its 合计 row."""

    form: Form
    top: list[Item] = field(default_factory=list)
    total: Figure | None = None
    total_weight: Figure | None = None
    funds: list[tuple[Figure | None, Figure]] = field(default_factory=list)  # (weight, score) of the money part
    subtotals: list[ScoreTotal] = field(default_factory=list)
    unread: int = 0  # score cells that hold words
    open: list[Open] = field(default_factory=list)

    def items(self) -> list[Item]:
        """Every indicator, in the order of the sheet."""
        found: list[Item] = []
        waiting = list(reversed(self.top))
        while waiting:
            item = waiting.pop()
            found.append(item)
            waiting.extend(reversed(item.children))
        return found

    def leaves(self) -> list[Item]:
        return [item for item in self.items() if not item.children]

    def figures(self) -> list[Figure]:
        """Every figure of the sheet once: weights, scores and money of its items, subtotals, totals."""
        found: list[Figure] = []
        for item in self.items():
            found += [f for f in (item.weight, *item.line_weights, *item.scores) if f]
        found += [f for pair in self.funds for f in pair if f]
        found += [s.total for s in self.subtotals]
        return list(dict.fromkeys([*found, *(f for f in (self.total_weight, self.total) if f)]))


def blank_cells(sheet: Sheet) -> list[BlankCell]:
    """Items whose score cell is empty though the sheet is filled in."""
    leaves = sheet.leaves()
    if not any(item.scores for item in leaves):
        return []
    return [
        BlankCell(item.name, item.quote, item.location, item.weight, _implied(item))
        for item in leaves
        if item.blank and not item.scores and not any(up.scores for up in _above(item))
    ]


def _above(item: Item) -> list[Item]:
    found = []
    while item.parent:
        item = item.parent
        found.append(item)
    return found


def _implied(item: Item) -> Decimal | None:
    """The weight that the parent's leaves for a child that prints none."""
    parent = item.parent
    if item.weight or not parent or not parent.weight:
        return None
    siblings = [child.weight for child in parent.children if child is not item]
    if not all(siblings):
        return None
    rest = parent.weight.quantity.value - sum((w.quantity.value for w in siblings if w), Decimal(0))
    return rest if rest > 0 else None
