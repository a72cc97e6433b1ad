"""A report's failures, indexed for the diagnosis: which equations a figure stands in, which values stand where."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from checks.equation import Equation, Relation, Sum
from checks.judge import Status, Verdict, can_hold
from checks.prints import Prints, Supposed
from extractor.figure import Figure, Role
from extractor.quantity import Quantity
from patterns.load import load_yaml

Judged = tuple[Equation, Verdict]


@cache
def _whole_words() -> tuple[str, ...]:
    return tuple(word for entry in load_yaml("diagnosis")["whole"] for word in entry["words"])


def _parts_of(relation: Relation) -> Iterable[Figure]:
    """The figures whose value an equality takes part in fixing."""
    if not isinstance(relation, Sum):
        return relation.figures()
    return () if relation.at_most else (t.figure for t in relation.terms if t.coefficient)


class Forest:
    """Which figures hang together (union-find)."""

    def __init__(self) -> None:
        self._parent: dict[Figure, Figure] = {}

    def root(self, figure: Figure) -> Figure:
        parent = self._parent
        while (above := parent.setdefault(figure, figure)) is not figure:
            parent[figure] = figure = parent[above]
        return figure

    def join(self, first: Figure, second: Figure) -> None:
        self._parent[self.root(second)] = self.root(first)


class Case:
    """Equations are known by their position in `judged`. `figures` are all of the report."""

    def __init__(self, judged: Iterable[Judged], prints: Prints, figures: Iterable[Figure] = ()):
        self.judged = tuple(judged)
        self.prints = prints
        self.failed = [i for i, (_, v) in enumerate(self.judged) if v.status is Status.FAILS]
        self.equations_of: dict[Figure, list[int]] = defaultdict(list)
        self._figures = tuple(figures)
        self._valued: dict[int, list[Figure]] | None = None
        self._values: list[int] | None = None
        self._totals: list[Figure] | None = None
        self._named: dict[str, list[Figure]] | None = None
        self._vouched: set[Figure] | None = None
        if self.failed:
            for i, (equation, _) in enumerate(self.judged):
                for figure in equation.relation.figures():
                    self.equations_of[figure].append(i)

    def with_value(self, grains: int) -> list[Figure]:
        """All figures of the report that print this value."""
        return self._by_value().get(grains, [])

    def with_values(self, low: int, high: int) -> Iterator[Figure]:
        """All figures of the report that print a value between the two."""
        valued = self._by_value()
        if self._values is None:
            self._values = sorted(valued)
        for value in self._values[bisect_left(self._values, low) : bisect_right(self._values, high)]:
            yield from valued[value]

    def _by_value(self) -> Mapping[int, list[Figure]]:
        if self._valued is None:
            self._valued = defaultdict(list)
            for figure in dict.fromkeys((*self._figures, *self.equations_of)):
                try:
                    self._valued[self.prints[figure].value].append(figure)
                except ValueError:
                    continue
        return self._valued

    def places_of_rate(self, figure: Figure) -> int:
        """The decimals a rate would have been printed with: its own, or those of most rates of the report if more."""
        own = figure.quantity
        counted = Counter(f.quantity.decimals for f in self._figures if f.quantity.unit == own.unit)
        return max(own.decimals, counted.most_common(1)[0][0] if counted else 0)

    def is_usual(self, unit: str, beside: str) -> bool:
        """Whether the running text prints more amounts in `unit` than in the other one."""
        counted = Counter(f.quantity.unit for f in self._figures if f.location.table is None)
        return counted[unit] > counted[beside]

    def totals(self) -> list[Figure]:
        """The amounts that are named like the total of something."""
        if self._totals is None:
            self._totals = [f for f in self._amounts() if any(word in f.label for word in _whole_words())]
        return self._totals

    def amounts_named(self, name: str) -> list[Figure]:
        """The amounts with this label or concept."""
        if self._named is None:
            self._named = defaultdict(list)
            for figure in self._amounts():
                for own in {figure.label, figure.concept}:
                    self._named[own].append(figure)
        return self._named.get(name, [])

    def is_vouched_for(self, figure: Figure) -> bool:
        """Whether the figure has a part in an equation that holds, by the reading that made it hold."""
        if self._vouched is None:
            self._vouched = set()
            for equation, verdict in self.judged:
                if verdict.status is Status.HOLDS:
                    self._vouched.update(_parts_of((equation.relation, *equation.rescues)[verdict.reading]))
        return figure in self._vouched

    def _amounts(self) -> Iterator[Figure]:
        everything = dict.fromkeys((*self._figures, *self.equations_of))
        return (f for f in everything if f.role is Role.AMOUNT and f.quantity.is_money)

    def groups(self) -> list[list[int]]:
        """The failed equations, those that share a figure together, in the order of the first of each. Two prints of
        one value that are held equal count as one figure."""
        forest = Forest()
        for i in self.failed:
            figures = self.judged[i][0].relation.figures()
            for figure in figures:
                forest.join(figures[0], figure)
                for twin in self.twins(figure, self._passed(figure)):
                    forest.join(figure, twin)
        found: dict[Figure, list[int]] = defaultdict(list)
        for i in self.failed:
            found[forest.root(self.judged[i][0].relation.figures()[0])].append(i)
        return list(found.values())

    def _passed(self, figure: Figure) -> list[int]:
        return [i for i in self.equations_of[figure] if self.judged[i][1].status is Status.HOLDS]

    def effect(self, changed: Mapping[Figure, Quantity]) -> tuple[frozenset[int], frozenset[int], int]:
        """What reading some figures otherwise does: the failed equations it repairs, the passed ones it breaks, and how
        many of those that may not accuse it makes hold; nothing at all where it repairs none."""
        supposed = Supposed(self.prints, changed)
        touched: dict[Status, list[int]] = {status: [] for status in Status}
        for i in {i for figure in changed for i in self.equations_of[figure]}:
            touched[self.judged[i][1].status].append(i)

        def holds_now(i: int) -> bool | None:
            return can_hold(self.judged[i][0], supposed)

        repaired = frozenset(i for i in touched[Status.FAILS] if holds_now(i))
        if not repaired:
            return repaired, frozenset(), 0
        broken = frozenset(i for i in touched[Status.HOLDS] if holds_now(i) is False)
        unsure = [i for i in touched[Status.UNDETERMINED] if self.judged[i][1].demanded is not None]
        return repaired, broken, sum(bool(holds_now(i)) for i in unsure)

    def twins(self, figure: Figure, broken: Iterable[int]) -> tuple[Figure, ...]:
        """The figures that print the same value as `figure` and are held equal to it by one of these equations."""
        found = []
        for i in broken:
            relation = self.judged[i][0].relation
            if isinstance(relation, Sum) and len(relation.terms) == 2 and not relation.at_most:
                other = next((f for f in relation.figures() if f is not figure), None)
                if other is not None and self.prints[other].value == self.prints[figure].value:
                    found.append(other)
        return tuple(found)
