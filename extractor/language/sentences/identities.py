"""Balances told in running text: 年初结转 + 收入 − 支出 = 年末结转, 年初预算 + 追加 − 调减 = 调整预算, 限额 − 余额 = 剩余.

Which amounts belong together is told by what they are called (patterns/identities.yaml), within a sentence and the two
before it. Only where each name stands once, and no other amount among them, may a failure accuse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import regex

from extractor.language.measures.measure import Measure
from extractor.language.sums.extents import opens
from extractor.language.sums.fit import Entry, one_slip_away
from extractor.language.things.item import Item
from extractor.language.things.told import TEXT, WARN, Told, changed, with_others
from extractor.statement import Accuse, Binding, Composition, Statement
from patterns.load import load_yaml

_YEAR = regex.compile(r"(?:19|20)\d\d(?=\s?年)")
UNSURE = Binding(Accuse.NOTHING, "binding_unsure")
DRAWN = "动用结余"  # 其中动用上年结余: a part of what was spent, and what it exceeds the budget by
REACH = 2  # sentences before that of the last amount
_ROLES = frozenset({"level", "delta", "budget_reference", "reference"})


@dataclass(frozen=True, slots=True, eq=False)
class _Named:
    """An amount with the name its words give it ("" where they give none)."""

    measure: Measure
    item: Item | None
    name: str


def state_identities(told: Told, measures: Sequence[Measure]) -> Iterator[Statement]:
    """Every balance whose amounts a sentence, or two of one paragraph, name."""
    items = {i.amount: i for i in told.items if i.amount is not None}
    sentences: dict[int, list[_Named]] = defaultdict(list)
    for measure in measures:
        if measure.kind == "money" and measure.role in _ROLES and not measure.depth and measure.run < 0:
            sentences[measure.sentence].append(_Named(measure, items.get(measure), name_of(measure)))
    for number, amounts in sentences.items():
        line = amounts[0].measure.line
        near = [sentences[n] for n in range(number - REACH, number) if n in sentences]
        before = [s for s in near if s[0].measure.line is line]
        yield from _balances(told, [_without_details(s) for s in before], _without_details(amounts))


def _without_details(amounts: Sequence[_Named]) -> list[_Named]:
    """节约资金27.38万元，其中公开招标节约19.40万元，其余…: a part bears the name of its total, which counts."""
    kept: list[_Named] = []
    for named in amounts:
        part = named.item is not None and (named.item.total is not None or opens(named.item) == "open")
        if not (part and named.name in {k.name for k in kept}):
            kept.append(named)
    return kept


def name_of(measure: Measure) -> str:
    """What the clause before an amount calls it."""
    clause = measure.clause()
    for fund in load_yaml("identities")["funds"]:
        clause = clause.replace(fund, "")
    if not _any_name().search(clause):
        return ""
    return next(name for name, pattern in _names() if pattern.search(clause))


def _balances(told: Told, before: Sequence[list[_Named]], amounts: list[_Named]) -> Iterator[Statement]:
    windows = [amounts]
    for sentence in reversed(before):
        windows.append([*sentence, *windows[-1]])
    if not any(named.name for named in windows[-1]):
        return
    stretches = _stretches(amounts)
    for identity in load_yaml("identities")["identities"]:
        apart = [(found, s) for s in stretches if (found := _members(identity, s)) and len(found) == len(s)]
        if len(stretches) > 1 and apart:
            yield from (_balance(told, identity, found, stretch) for found, stretch in apart)
            continue
        for window in windows:
            found = _members(identity, window)
            if found and any(m in amounts for m in found):
                yield _balance(told, identity, found, window)
                break


def _stretches(amounts: Sequence[_Named]) -> list[list[_Named]]:
    """资产5亿元，负债2亿元，净资产3亿元；…: the amounts of a sentence between its semicolons."""
    found: list[list[_Named]] = []
    for named in amounts:
        if not found or ";" in named.measure.gap:
            found.append([])
        found[-1].append(named)
    return found


def _members(identity: dict[str, Any], window: Sequence[_Named]) -> list[_Named]:
    """The total and then the terms of an identity in a window; none where one is missing or stands in the way."""
    names = [n.name for n in window]
    total = identity["total"]
    if total not in names or any(name not in names for name in identity["needs"]):
        return []
    terms = [n for n in window if n.name in (*identity["plus"], *identity["minus"])]
    if any(name in names for name in identity["without"]) or len(terms) < 2:
        return []
    whole = next(n for n in reversed(window) if n.name == total)
    before = identity.get("before", ())
    terms = [n for n in terms if n.name not in before or _stands_before(n, whole)]
    if identity.get("one_year") and len({year for n in terms if (year := _year(n.measure))}) > 1:
        return []
    return [whole, *terms]


def _year(measure: Measure) -> str:
    """The year that the clause before an amount names."""
    found = _YEAR.search(measure.clause())
    return found.group() if found else ""


def _stands_before(one: _Named, other: _Named) -> bool:
    return (one.measure.sentence, one.measure.start) < (other.measure.sentence, other.measure.start)


def _balance(told: Told, identity: dict[str, Any], found: Sequence[_Named], window: Sequence[_Named]) -> Statement:
    total, *terms = found
    signs = [-1 if n.name in identity["minus"] else 1 for n in terms]
    figure = told.figures
    signed = [(n.name, figure.term(n.measure, n.item, sign)) for n, sign in zip(terms, signs, strict=True)]
    statement = Composition(
        source=TEXT,
        binding=_licence(total, terms, signs, [n for n in window if n.name not in identity.get("beside", ())]),
        total=figure.of(total.measure, total.item),
        parts=tuple(term for _, term in signed),
        means=identity["name"],
    )
    fewer = tuple(term for name, term in signed if name not in load_yaml("identities")["optional"])
    return with_others(statement, [changed(statement, parts=fewer)] if 1 < len(fewer) < len(signed) else [])


def _licence(total: _Named, terms: Sequence[_Named], signs: Sequence[int], window: Sequence[_Named]) -> Binding:
    """Sure enough to warn where every name stands once, of one fund, and nothing else stands among them; or where one
    slip would do."""
    members = [total, *terms]
    names = [n.name for n in window if n in members or n.name in {m.name for m in members}]
    places = [m.measure.start for m in members]
    among = [n for n in window if n not in members and min(places) < n.measure.start < max(places) and _counts(n)]
    if any(n.name in load_yaml("identities")["disturbs"] for n in window):
        return UNSURE
    part = any(m.name != DRAWN and m.item is not None and opens(m.item) == "open" for m in members)
    if part or len(set(names)) < len(names) or len({f for m in members if (f := _fund(m.measure))}) > 1:
        return UNSURE
    if not among:
        return WARN
    entries = [Entry(n.item, n.measure, s) for n, s in zip(terms, signs, strict=True) if n.item is not None]
    whole = Entry(total.item, total.measure) if total.item is not None else None
    return WARN if whole and len(entries) == len(terms) and one_slip_away(whole, entries) else UNSURE


def _counts(named: _Named) -> bool:
    """Whether an amount is one of the first rank: no part of another, no change against another year."""
    return named.item is not None and named.item.total is None and named.measure.role == "level"


def _fund(measure: Measure) -> str:
    clause = measure.clause()
    return next((fund.removesuffix("预算") for fund in load_yaml("identities")["funds"] if fund in clause), "")


@cache
def _any_name() -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in _names()))


@cache
def _names() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((e["name"], regex.compile(e["match"])) for e in load_yaml("identities")["names"])
