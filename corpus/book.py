"""The truth of one report: every fact by its key, exact, with its name and what adds up to what.

Keys are dotted paths ("gp.f.2130305.basic"). A key that begins with "last." is last year's amount, "budget." the budget.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from corpus.report import Fact

MONEY = "money"


@dataclass(slots=True)
class Book:
    """values are yuan for money, else the count or score itself; nouns say what a count counts (辆, 人, 分)."""

    values: dict[str, Decimal] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    nouns: dict[str, str] = field(default_factory=dict)
    sums: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def put(self, key: str, value: Decimal | int, name: str = "", noun: str = MONEY) -> None:
        self.values[key] = Decimal(value)
        self.nouns[key] = noun
        if name:
            self.names[key] = name

    def add_up(self, total: str, parts: list[str] | tuple[str, ...], name: str = "") -> None:
        """State total = Σ parts; sets the total where it is not known yet."""
        value = sum((self.values[p] for p in parts), Decimal(0))
        if total in self.values:
            assert self.values[total] == value, f"{total} is {self.values[total]}, its parts give {value}"
        else:
            self.put(total, value, name, self.nouns[parts[0]])
        if name:
            self.names[total] = name
        if (total, tuple(parts)) not in self.sums:
            self.sums.append((total, tuple(parts)))

    def value(self, fact: Fact) -> Decimal:
        """The exact value of a fact: an amount as it stands, a ratio or growth in per cent."""
        of = self.values[fact.of]
        if fact.kind == "amount":
            return of
        to = self.values[fact.to]
        if fact.kind == "delta":
            return of - to
        if fact.kind == "growth":
            return (of - to) / to * 100
        return of / to * 100

    def name(self, key: str) -> str:
        """The name of a key; last year's and the budget's amount bear the name of the amount."""
        while key not in self.names:
            head, _, key = key.partition(".")
            assert key, head
        return self.names[key]
