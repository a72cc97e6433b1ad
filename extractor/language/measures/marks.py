"""The word before a number that opens a list of parts, joins one, or closes it with a total: 其中, 加上, 合计."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.language.words.lines import Line, Unit
from extractor.language.words.markers import MARKING, marker_kinds
from patterns.load import load_yaml

_SEPARATORS = frozenset(("", *",;:。、()NYL"))
_NAMES_ONLY = regex.compile(r"M[:,]?[^,;。]*[xg][^,;。]*[,。]")
"""包括甲、乙，其他单位6个: the marker opens a list of names that has no numbers and is over at the comma."""
_CLOSES = regex.compile(r"T(?![^;。]*[;。])(?![^,;。]*z)")
"""合计 of the number's own clause: what stands before a semicolon (合计与收入相等；…) closes nothing here."""


def mark_before(line: Line, since: int, index: int) -> str:
    """The mark among units[since:index] of a line, as written; "(" where they open a bracket, "" without one."""
    units: Sequence[Unit] = line.units[since:index]
    if ")" in line.letters[since:index]:
        units = _outside_notes(units)
    kinds = marker_kinds()
    letters = "".join(u.letter for u in units)
    marks = [
        line.text(u.first, u.last)
        for n, u in enumerate(units)
        if u.letter == "M" and not _NAMES_ONLY.match(letters[n:]) and _begins(line, u, letters[n - 1 : n])
    ]
    marks += [m for u in units if u.letter == "M" and (m := line.text(u.first, u.last)) == "其中" and m not in marks]
    clause = units[max(map(letters.rfind, ";。")) + 1 :]
    for kind in MARKING:
        for mark in marks:
            if kinds.get(mark) != kind:
                continue
            if kind != "selection" or any(line.text(u.first, u.last) == mark for u in clause):
                return mark
    if letters.count("(") > letters.count(")"):
        return "("
    closing = max((m.start() for m in _CLOSES.finditer(letters)), default=-1)
    return line.text(units[closing].first, units[closing].last) if closing >= 0 else ""


def _begins(line: Line, unit: Unit, before: str) -> bool:
    """Whether a marker stands where it can be a word: 加 of 桥梁加固 does not."""
    return (
        unit.last - unit.first > 1
        or line.text(unit.first, unit.last) not in load_yaml("markers")["clause_first"]
        or before in _SEPARATORS
    )


def _outside_notes(units: Sequence[Unit]) -> list[Unit]:
    """The units that stand in no bracket that is opened and closed among them: （包含结转资金） opens no list."""
    found: list[Unit] = []
    opened: list[int] = []
    for unit in units:
        if unit.letter == "(":
            opened.append(len(found))
        found.append(unit)
        if unit.letter == ")" and opened:
            del found[opened.pop() :]
    return found
