"""Amounts that are the rest of others in their line: 年初结转 + 收入 − 支出 = 年末结转, 年初预算 + 追加 − 调减 = 调整预算
(patterns/balances.yaml). The words tell the sign of each; that all are named is never sure, so only a sum that fits,
or misses by one slip, is stated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from extractor.language.fit import ZERO, Entry, fits, one_slip_away
from extractor.language.items import PREVIOUS, Item
from extractor.language.lines import Line
from extractor.language.told import TEXT, WARN, Told, says
from extractor.statement import SURE, Composition, Statement
from patterns.load import load_yaml

MOST_TERMS = 6
LEAST_TERMS = 2


def state_balances(told: Told) -> Iterator[Statement]:
    """Every amount that the words call the rest of those before it."""
    lines: dict[Line, list[Entry]] = defaultdict(list)
    for item in told.items:
        lines[item.line] += _entries(item)
    for entries in lines.values():
        entries.sort(key=lambda e: e.measure.start)
        for index in range(LEAST_TERMS, len(entries)):
            yield from _balance(told, entries[max(0, index - MOST_TERMS) : index], entries[index])
    yield from _income_less_spending(told)


def _entries(item: Item) -> list[Entry]:
    """The amounts of an item that are no comparison with another year, with its adjustments."""
    own = [m for m in (item.amount, item.budget) if m is not None and m.kind == "money"]
    own += [
        d.measure for d in item.deltas if d.measure.kind == "money" and not d.measure.base and d.base.kind == PREVIOUS
    ]
    return [Entry(item, m) for m in own]


def _balance(told: Told, before: Sequence[Entry], result: Entry) -> Iterator[Statement]:
    """The balance that a result makes with the amounts before it, as many as fit, else the nearest reading."""
    for rule in load_yaml("balances")["balances"]:
        if result.measure.role == "delta" or not _has(result, rule["result"]):
            continue
        readings = list(_readings(before, rule))
        found = next((x for x in readings if fits(result, x)), None)
        whole = readings[:1] if readings and _is_all_of_sentence(readings[0], before, result) else []
        slipped = None if found else next((x for x in whole if one_slip_away(result, x)), None)
        terms = found or slipped
        if terms:
            yield Composition(
                source=TEXT,
                binding=SURE if found else WARN,
                total=told.figures.of(result.measure, result.item),
                parts=tuple(told.figures.term(e.measure, e.item, e.sign) for e in terms),
                means="结余",
            )
            return


def _is_all_of_sentence(terms: Sequence[Entry], before: Sequence[Entry], result: Entry) -> bool:
    """Whether a reading takes in every amount of the result's sentence, and none of another."""
    mine = [e.measure for e in before if e.measure.sentence == result.measure.sentence]
    return [e.measure for e in terms] == mine and sum((e.value for e in terms), ZERO) > 0


def _readings(before: Sequence[Entry], rule: dict[str, Any]) -> Iterator[list[Entry]]:
    """The amounts just before a result with their signs, the most first; each reading begins with what is added."""
    signed: list[Entry] = []
    for entry in reversed(before):
        sign = _sign(entry, rule)
        if not sign:
            break
        signed.insert(0, Entry(entry.item, entry.measure, sign))
    for first in range(len(signed) - LEAST_TERMS + 1):
        reading = signed[first:]
        if reading[0].sign > 0 and (any(e.sign < 0 for e in reading) or rule["name"] == "调整预算"):
            yield reading


def _sign(entry: Entry, rule: dict[str, Any]) -> int:
    if entry.measure.role == "delta":
        return entry.measure.direction
    return -1 if _has(entry, rule["minus"]) else 1 if _has(entry, rule["plus"]) else 0


def _has(entry: Entry, words: Sequence[str]) -> bool:
    told = entry.measure.words()
    return any(word in told for word in words)


def _income_less_spending(told: Told) -> Iterator[Statement]:
    """收入 X，支出 Y，结余 Z named one behind the other in a line: X = Y + Z."""
    levels = [i for i in told.levels if i.total is None]
    words = load_yaml("names")["balance"]
    for income, spent, left in zip(levels, levels[1:], levels[2:], strict=False):
        names = (income, spent, left)
        told_in_turn = all(says(i, words[k]) for i, k in zip(names, words, strict=False))
        if income.line is left.line and told_in_turn and not says(left, words["not"]):
            yield Composition(
                source=TEXT, binding=WARN, total=told.amount(income).figure,
                parts=(told.amount(spent), told.amount(left)), means="结余",
            )  # fmt: skip
