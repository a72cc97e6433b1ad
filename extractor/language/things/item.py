"""A thing the running text speaks of: an amount (or count) with all that is said of it, its change, rate, share, completion."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from extractor.language.measures.measure import Measure
from extractor.language.measures.names import Name
from extractor.language.words.lines import Line
from patterns.load import load_yaml

PREVIOUS = "previous"
BUDGET = "budget"
_YEAR = regex.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Base:
    """What a change is measured against: kind previous (last year) or budget, the year where it is named, the words."""

    kind: str
    year: int | None = None
    text: str = ""


LAST_YEAR = Base(PREVIOUS)


@dataclass(frozen=True, slots=True, eq=False)
class Delta:
    measure: Measure
    direction: int
    base: Base


@dataclass(slots=True, eq=False)
class Item:
    """Built while reading on, then left alone. amount is None for a thing named only with its change or share.

    topic is the item that an unnamed one speaks of (unnamed: it goes on about the sentence before). total is set when a composition is found; merged marks a budget
    amount that became the `budget` of the actual amount after it.
    """

    name: Name
    line: Line
    sentence: int
    depth: int
    marker: str
    gap: str
    amount: Measure | None = None
    basis: str = "actual"
    year: int | None = None
    deltas: list[Delta] = field(default_factory=list)
    rates: list[Delta] = field(default_factory=list)
    shares: list[Measure] = field(default_factory=list)
    completions: list[Measure] = field(default_factory=list)
    references: list[tuple[Measure, Base]] = field(default_factory=list)
    ratios: list[Measure] = field(default_factory=list)
    wholes: list[Measure] = field(default_factory=list)
    budget: Measure | None = None
    budgets: list[Measure] = field(default_factory=list)  # all that were told: 年初预算, 调整预算
    topic: Item | None = None
    total: Item | None = None
    merged: bool = False
    opens_line: bool = False
    unnamed: bool = False
    start: int = 0

    @property
    def is_money(self) -> bool:
        return self.amount is not None and self.amount.kind == "money"

    def budgeted(self, budget: Measure | None) -> None:
        """Take an amount as the budget of this one."""
        self.budget = budget
        self.budgets += [budget] if budget is not None else []

    def subject(self) -> Item | None:
        """The item whose amount is spoken of: itself, or its topic's."""
        if self.amount is not None:
            return self
        return self.topic.subject() if self.topic is not None and self.topic is not self else None


def read_base(text: str | None, year: int | None) -> Base | None:
    """The base that a phrase names. A budget of the thing's own year is BUDGET; one of another year is PREVIOUS."""
    if text is None:
        return None
    words = load_yaml("bases")
    named = int(m.group()) if (m := _YEAR.search(text)) else None
    is_budget = any(w in text for w in words["budget"]) and not any(w in text for w in words["previous"])
    if is_budget and (named is None or year is None or named >= year):
        return Base(BUDGET, named, text)
    return Base(PREVIOUS, named, text)
