"""What must hold between the printed numbers of a report, worked out from the facts they print.

Every relation has one shape: result = Σ over, or result = 100 · Σ over / Σ under. It holds when the intervals that the
printed digits allow can meet: a printed 36.3 means 36.25 to 36.35. Written anew here, so that truth and checker share no code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from corpus.report import Address, Fact, Heading, Report, Span

YUAN = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "亿元": Decimal(100_000_000),
}
Term = tuple[int, Address]
Range = tuple[Decimal, Decimal]
Marks = Mapping[Address, Span]


@dataclass(frozen=True, slots=True)
class Relation:
    kind: str  # equal | sum | difference | ratio | growth
    result: Address
    over: tuple[Term, ...]
    under: tuple[Term, ...] = ()

    def addresses(self) -> frozenset[Address]:
        return frozenset([self.result, *(a for _, a in self.over), *(a for _, a in self.under)])


def range_of(span: Span) -> Range:
    """The values a printed number allows, in yuan for money."""
    assert span.value is not None
    factor, half = YUAN.get(span.unit, Decimal(1)), span.step / 2
    return (span.value - half) * factor, (span.value + half) * factor


def _total(terms: tuple[Term, ...], marks: Marks) -> Range:
    low = high = Decimal(0)
    for sign, address in terms:
        a, b = range_of(marks[address])
        low, high = (low + a, high + b) if sign > 0 else (low - b, high - a)
    return low, high


def demanded(relation: Relation, marks: Marks) -> Range | None:
    """The range the result must meet; None where the divisor may be zero."""
    over = _total(relation.over, marks)
    if not relation.under:
        return over
    under = _total(relation.under, marks)
    if under[0] <= 0 <= under[1]:
        return None
    quotients = [o / u * 100 for o in over for u in under]
    return min(quotients), max(quotients)


def holds(relation: Relation, marks: Marks) -> bool:
    allowed = demanded(relation, marks)
    if allowed is None:
        return True
    low, high = range_of(marks[relation.result])
    return low <= allowed[1] and allowed[0] <= high


def numbers(report: Report) -> dict[Address, Span]:
    """Every printed number that prints a known fact."""
    return {a: s for a, s in report.spans() if s.fact is not None and s.value is not None}


def sections(report: Report) -> list[int]:
    """The number of the heading each block stands under."""
    out, current = [], 0
    for block in report.blocks:
        current += isinstance(block, Heading)
        out.append(current)
    return out


class _Index:
    """Printings of each fact, and the one nearest to a place."""

    def __init__(self, report: Report) -> None:
        self.marks = numbers(report)
        self.section = sections(report)
        self.by_fact: dict[Fact, list[Address]] = defaultdict(list)
        for address, span in self.marks.items():
            assert span.fact is not None
            self.by_fact[span.fact].append(address)

    def amount(self, key: str, near: Address) -> Address | None:
        return self.nearest(Fact("amount", key), near)

    def nearest(self, fact: Fact, near: Address) -> Address | None:
        return min(self.by_fact.get(fact, ()), key=lambda a: self._distance(a, near), default=None)

    def _distance(self, a: Address, near: Address) -> tuple[int, bool, int, int]:
        same_row = a.block == near.block and a.row == near.row
        return abs(a.block - near.block), not same_row, abs(a.row - near.row), abs(a.span - near.span)

    def together(self, a: Address, b: Address) -> bool:
        return a.block == b.block or (a.row < 0 and b.row < 0 and self.section[a.block] == self.section[b.block])


def derive(report: Report) -> list[Relation]:
    """Every relation the report states about its own numbers."""
    index = _Index(report)
    out: list[Relation] = []
    for address, span in index.marks.items():
        fact = span.fact
        assert fact is not None
        if fact.kind == "ratio":
            out += _ratio(index, address, fact)
        elif fact.kind == "growth":
            out += _growth(index, address, fact)
        elif fact.kind == "delta":
            out += _difference(index, address, fact)
    out += _restatements(index)
    out += _sums(index, report.sums)
    return out


def _ratio(index: _Index, at: Address, fact: Fact) -> Iterator[Relation]:
    of, to = index.amount(fact.of, at), index.amount(fact.to, at)
    if of and to:
        yield Relation("ratio", at, ((1, of),), ((1, to),))


def _growth(index: _Index, at: Address, fact: Fact) -> Iterator[Relation]:
    of, to = index.amount(fact.of, at), index.amount(fact.to, at)
    delta = index.nearest(Fact("delta", fact.of, fact.to), at)
    if of and delta:
        yield Relation("growth", at, ((1, delta),), ((1, of), (-1, delta)))
    if of and to:
        yield Relation("growth", at, ((1, of), (-1, to)), ((1, to),))


def _difference(index: _Index, at: Address, fact: Fact) -> Iterator[Relation]:
    of, to = index.amount(fact.of, at), index.amount(fact.to, at)
    if of and to:
        yield Relation("difference", at, ((1, of), (-1, to)))


def _restatements(index: _Index) -> Iterator[Relation]:
    for places in index.by_fact.values():
        for other in places[1:]:
            yield Relation("equal", other, ((1, places[0]),))


def _sums(index: _Index, sums: tuple[tuple[str, tuple[str, ...]], ...]) -> Iterator[Relation]:
    """A sum counts where the total and all its printed parts stand together: in one table, or under one heading."""
    for total, parts in sums:
        for at in index.by_fact.get(Fact("amount", total), ()):
            terms = []
            for part in parts:
                place = index.amount(part, at)
                if place is None or not index.together(at, place):
                    break
                terms.append((1, place))
            else:
                yield Relation("sum" if len(parts) > 1 else "equal", at, tuple(terms))


def equation(relation: Relation, marks: Marks) -> str:
    """A relation as printed, for people."""

    def side(terms: tuple[Term, ...]) -> str:
        return " ".join(("- " if s < 0 else "+ ") + marks[a].text for s, a in terms).removeprefix("+ ")

    left = side(relation.over) + (f" / ({side(relation.under)})" if relation.under else "")
    return f"{left} = {marks[relation.result].text}"
