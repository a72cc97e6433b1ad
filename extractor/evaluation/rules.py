"""Scoring rules that can be computed: 实际得分=达标率*5分, 每超过5个百分点扣1分, 未完成的按比例扣减.

A rule is read only where it surely says how a rate becomes points; all others stay unread.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import regex

from extractor.evaluation.statements import ScoreByRule
from extractor.evaluation.words import entries, pattern
from extractor.figure import Figure
from extractor.numbers import squeeze
from extractor.statement import Accuse, Binding, Source

HUNDRED = Decimal(100)
_FORMULA = regex.compile(r"=[^。;]*?\*100%")  # 完成率=（实际数/计划数）×100%: its 100% is no limit
DOUBTFUL = Binding(Accuse.WARNING, "rule_reading")
STEPS = Binding(Accuse.NOTHING, "rule_steps_open")


@dataclass(frozen=True, slots=True)
class Rule:
    """kind: proportional (rate × full), complement ((1 − rate) × full), below/above (off points for each step beyond `at`)."""

    kind: str
    full: Decimal
    at: Decimal = HUNDRED
    step: Decimal = Decimal(1)
    off: Decimal = Decimal(0)

    def statement(self, score: Figure, rate: Figure, weight: Figure, source: Source) -> ScoreByRule:
        """score = constant + factor × rate at this rate; where whole steps or limits leave it open it may not accuse."""
        constant, factor, is_open = self._line(rate.quantity.value)
        return ScoreByRule(
            source=source,
            binding=STEPS if is_open else DOUBTFUL,
            score=score,
            rate=rate,
            factor=factor,
            constant=constant,
            weight=weight,
        )

    def _line(self, rate: Decimal) -> tuple[Decimal, Decimal, bool]:
        """constant, factor, and whether the words leave it open."""
        zero = Decimal(0)
        if self.kind == "proportional":
            return (self.full, zero, False) if rate >= HUNDRED else (zero, self.full / HUNDRED, False)
        if self.kind == "complement":
            return self.full, -self.full / HUNDRED, not 0 <= rate <= HUNDRED
        beyond = self.at - rate if self.kind == "below" else rate - self.at
        if beyond <= 0:
            return self.full, zero, False
        steps = beyond / self.step
        if self.full - steps.to_integral_value("ROUND_FLOOR") * self.off <= 0:
            return zero, zero, False
        # whole steps only, or a share of a step: the words leave it open unless the steps come out whole
        return self.full - steps * self.off, zero, steps != steps.to_integral_value()


def read_rule(text: str, weight: Figure) -> Rule | None:
    """The one rule a text states, None where there is none, more than one, or its full points are not the weight."""
    plain = squeeze(text).replace("×", "*")
    full = weight.quantity.value
    if any(Decimal(points) != full for points in pattern("rule_points").findall(plain)):
        return None
    found: dict[str, Rule] = {}
    for entry, match in entries("score_rules"):
        for hit in match.finditer(plain):
            if rule := _rule(entry, hit.groupdict(), plain, full):
                found[rule.kind] = rule
    return next(iter(found.values())) if len(found) == 1 else None


def _rule(entry: dict[str, str], said: dict[str, str | None], plain: str, full: Decimal) -> Rule | None:
    if entry["kind"] != "per_point":
        stated = said.get("w")
        return None if stated and Decimal(stated) != full else Rule(entry["kind"], full)
    limits = {Decimal(hit["at"]) for hit in pattern("rule_threshold").finditer(_FORMULA.sub("", plain))}
    step = said.get("step") or "1"
    points = Decimal(1 if step == "一" else step)
    if len(limits) != 1 or not points:
        return None
    return Rule(entry["side"], full, limits.pop(), points, Decimal(said["off"] or 0))
