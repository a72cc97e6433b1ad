"""Measures of running text become figures: each number once, with the name of the thing it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

import regex

from extractor.facets import CodeNames, clause_facets
from extractor.figure import Facets, Figure, Role
from extractor.language.measures.measure import Measure
from extractor.language.things.item import BUDGET, Item
from extractor.statement import Term
from patterns.load import load_yaml

_ROLES = {
    "delta": Role.CHANGE,
    "difference": Role.CHANGE,
    "growth": Role.GROWTH,
    "share": Role.SHARE,
    "completion": Role.COMPLETION,
    "ratio": Role.RATIO,
    "other": Role.RATIO,
}
_LEVELS = {"count": Role.COUNT, "score": Role.SCORE, "rate": Role.RATIO, "points": Role.RATIO, "times": Role.RATIO}
_WORDS = {Role.SHARE: "占比", Role.GROWTH: "增减率", Role.CHANGE: "增减额", Role.COMPLETION: "完成率"}
BASES = {BUDGET: "预算", "actual": "决算", "previous": "上年"}


@cache
def _own_rate() -> regex.Pattern[str]:
    return regex.compile(load_yaml("names")["own_rate"])


def counted_before(measures: Iterable[Measure]) -> dict[Measure, str]:
    """安排专项资金8笔，共计666.95万元: what the count just before an amount of the same sentence counts."""
    return {
        after: before.label.text
        for before, after in pairwise(measures)
        if (before.kind, after.kind) == ("count", "money") and before.sentence == after.sentence and before.label.key
    }


@dataclass(slots=True)
class Figures:
    """The figures of one report's text, made when first asked for."""

    names: CodeNames | None = None
    owner: str = ""
    counted: Mapping[Measure, str] = field(default_factory=dict)  # what is counted just before an amount (专项资金8笔)
    made: dict[Measure, Figure] = field(default_factory=dict)

    def of(self, measure: Measure, item: Item | None = None, basis: str = "") -> Figure:
        """The figure of a measure; item gives it its name, year and basis."""
        if measure not in self.made:
            self.made[measure] = self._make(measure, item, basis)
        return self.made[measure]

    def term(self, measure: Measure, item: Item | None = None, sign: int = 1, basis: str = "") -> Term:
        return Term(sign, self.of(measure, item, basis))

    def _make(self, m: Measure, item: Item | None, basis: str) -> Figure:
        role = _ROLES.get(m.role) or _LEVELS.get(m.kind, Role.AMOUNT)
        name = item.name if item else m.label
        alone = item is None and m.role == "reference"  # 比上年各3万元, and no verb: not known to be the thing's amount
        if m.role in ("whole", "reference") and m.whole is not None and m.whole.text:
            name, item = m.whole, None
        subject = item.subject() if item else None
        label = (subject or item).name.text if item and not name.text else name.text
        basis = basis or (item.basis if item else "actual")
        section = m.line.section
        return Figure(
            quantity=m.quantity,
            role=role,
            label=self._called(m, role, label),
            location=m.line.locate(m.token),
            quote=m.line.quote(m.token),
            scope=section.scope,
            concept="·".join(name.key),
            year=item.year if item else None,
            basis=BASES.get(basis, basis),
            facets=self._facets(label, item) if role is Role.AMOUNT and not alone else None,
        )

    def _called(self, m: Measure, role: Role, label: str) -> str:
        """The label for readers: a bare 共计 by what is counted before it, a rate by its own name (预算调整率)."""
        if role is Role.RATIO and (own := _own_rate().search(m.clause())):
            return str(own[1])
        if role is Role.AMOUNT and label in load_yaml("names")["bare_total"] and (counted := self.counted.get(m)):
            label = f"{counted}{label}"
        return f"{label}{_WORDS.get(role, '')}"

    def _facets(self, label: str, item: Item | None) -> Facets | None:
        """What the label says, and for a part of a list in the same sentence what its total says (fund, flow)."""
        total = item.total if item else None
        context: Facets = ()
        if item is not None and total is not None and total.amount is not None and total.sentence == item.sentence:
            context = clause_facets(total.name.text, (), self.names, owner=self.owner) or ()
        return clause_facets(label, context, self.names, owner=self.owner)
