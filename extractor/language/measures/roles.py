"""The role of a number in running text, read from the words before it (patterns/roles.yaml)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import regex

from extractor.language.measures.measure import Measure, kind_of
from extractor.language.measures.names import NAMELESS, Name, read_name
from extractor.language.words.lexer import Token
from extractor.language.words.lines import Line, Unit
from extractor.quantity import Quantity
from patterns.load import load_yaml

_LONGEST = 400  # words of a clause before a number: no clause of a report is as long, and rules look for its end
_DIRECTIONS = {"U": 1, "Q": 1, "D": -1, "C": 0, "u": 1, "l": -1, "v": 0}
_COMPARED = regex.compile(r"B[gxT\"]{0,12}f*$")
"""比2010年预算财力354亿元增加33亿元: an amount between a base phrase and a verb of change is the base."""
_COMPARED_FREELY = regex.compile(r"(?:^|(?<=[,;:(]))k[^,;:()NBUDC]{1,12}$")
_COMPARED_BEFORE = regex.compile(r"(?:^|(?<=[,;:(。]))(?<base>[kB])[^,;:()。BUDCQ]*N[^,;:()。NBUDCQ]*$")
"""较上年按人均1.2万元安排的36万元增加9万元"""
_CHANGED = regex.compile(r",?[UDCQ]")
"""较疫情前的100万元减少20万元: so is one compared with whatever it may be called, where a verb of change follows."""
_REFERS = regex.compile(r"(?:[osf]|^[、,])[pYgxTf\"'、]*b[gxT]*$")
_OF_WHICH = regex.compile(r"d(?:h?f*)N")
_WHOLE = regex.compile(r"s[^,;:]*$")


def read_role(line: Line, index: int, start: int, token: Token, quantity: Quantity, place: dict[str, Any]) -> Measure:
    """The measure that units[index] of a line is: units[start:index] are the words that may give it its role; place
    holds the fields of Measure that its surroundings tell (gap, marker, depth, sentence, opens_sentence, opens_line)."""
    start = max(start, index - _LONGEST)
    lead = line.letters[start:index]
    spot = _Spot(line, index, start, token, quantity, kind_of(quantity), lead, place)
    found = _find_rule(spot.kind, lead)
    if found is None:
        return spot.make("other")
    role, match = found
    return _level(spot, match) if role == "level" else _satellite(spot, role, match)


@dataclass(frozen=True, slots=True)
class _Rule:
    role: str
    kinds: frozenset[str]
    pattern: regex.Pattern[str]


@cache
def _rules() -> tuple[_Rule, ...]:
    entries: list[dict[str, Any]] = load_yaml("roles")["roles"]
    return tuple(_Rule(e["role"], frozenset(e["for"]), regex.compile(f"(?:{e['rule']})$")) for e in entries)


@lru_cache(maxsize=1024)
def _find_rule(kind: str, lead: str) -> tuple[str, regex.Match[str]] | None:
    """The role that words before a number give it. The same few are said over and over (x为N)."""
    matches = ((rule.role, rule.pattern.search(lead)) for rule in _rules() if kind in rule.kinds)
    return next(((role, match) for role, match in matches if match), None)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a number stands: the unit it is, the unit where the words before it begin (`start`), and those words as
    letters (`lead`); place holds what its surroundings tell of it."""

    line: Line
    index: int
    start: int
    token: Token
    quantity: Quantity
    kind: str
    lead: str
    place: dict[str, Any]

    def make(self, role: str, **told: Any) -> Measure:
        return Measure(
            self.line, self.token, self.index, self.quantity, self.kind, role, lead=self.lead, **self.place, **told
        )

    def name(self, first: int, last: int) -> Name:
        """The name that lead[first:last] gives."""
        return read_name(self.line, *self.tokens(first, last))

    def tokens(self, first: int, last: int) -> tuple[int, int]:
        """The tokens of lead[first:last]."""
        units = self.line.units
        if first >= last:
            stop = units[self.start + first].first if self.start + first < len(units) else 0
            return stop, stop
        return units[self.start + first].first, units[self.start + last - 1].last


def _satellite(spot: _Spot, role: str, match: regex.Match[str]) -> Measure:
    """A number said of another: change, share, completion …"""
    groups = match.groupdict()
    label = spot.name(*match.span("label")) if groups.get("label") else NAMELESS
    base = spot.line.text(*spot.tokens(*match.span("base"))) if groups.get("base") else None
    if groups.get("base") == "y" and "上年" not in (base or ""):
        base = f"{base}上年"
    if base is None and not groups.get("label"):
        base = _base_before(spot.line, spot.start, match.start())
    subject = None
    if role in ("delta", "growth") and label.generic and not label.key:
        subject = _label_before(spot.line, spot.start, spot.start + match.start(), NAMELESS)
    verb = groups.get("verb") or ""
    return spot.make(
        role,
        direction=_DIRECTIONS.get(verb, 1),
        base=base,
        label=label,
        whole=spot.name(*match.span("whole")) if groups.get("whole") is not None else None,
        verb=verb,
        basis=_basis((), spot.lead),
        spoken_of=subject if subject is not None and subject.key and not subject.generic else None,
    )


def _level(spot: _Spot, match: regex.Match[str]) -> Measure:
    """A number that stands for itself, unless the words make it what a rate is taken of or a mark that was passed."""
    line = spot.line
    first, last = match.span("label")
    label = spot.name(first, last)
    if any(word in label.text for word in load_yaml("names")["milestone"]):
        return spot.make("other", label=label)
    if compared := _COMPARED.search(spot.lead):
        following = line.units[spot.index + 1 : spot.index + 2]
        if following and following[0].letter in "UDCQ":
            return spot.make("reference", base=line.text(*spot.tokens(compared.start(), compared.end())))
    if _kind_of_following(line, spot.index) == "times":
        return spot.make("reference", base=line.text(*spot.tokens(0, len(spot.lead))))  # 是“十二五”15亿元的1.67倍
    if _CHANGED.match(line.letters[spot.index + 1 :][:2]):
        if freely := _COMPARED_FREELY.search(spot.lead):
            return spot.make("reference", base=line.text(*spot.tokens(freely.start(), freely.end())))
        if further := _COMPARED_BEFORE.search(line.letters[: spot.index]):
            first = line.units[further.start("base")]
            return spot.make("reference", base=line.text(first.first, first.last))
    if not spot.lead and (noted := _in_note(line, spot.index)):
        role, base = noted
        return spot.make(role, base=base)
    basis = _basis(line.units[spot.start + first : spot.start + last], spot.lead)
    verb = match.groupdict().get("verb") or ""
    role = _level_role(line, spot.index, spot.lead)
    if role == "whole":
        cut = spot.lead.rindex("s")
        whole = spot.name(cut + 1, len(spot.lead))
        return spot.make(role, label=spot.name(first, cut), whole=whole, verb=verb, basis=basis)
    label = _label_before(line, spot.start, spot.start + first, label)
    return spot.make(role, label=label, verb=verb, basis=basis)


def _basis(label: Sequence[Unit], lead: str) -> str:
    """budget where the label calls the number one (年初预算, 预算数 …), else actual."""
    letters = "".join(u.letter for u in label) or lead
    return "budget" if "b" in letters and letters.rfind("r") < letters.rfind("b") else "actual"


def _in_note(line: Line, index: int) -> tuple[str, str | None] | None:
    """较2013年(3340万元)增加, 占2013年筹集(7205.72万元)的62.5%: the amount in brackets is the base, or the whole."""
    if index < 2 or line.units[index - 1].letter != "(":
        return None
    before = line.units[index - 2]
    if before.letter == "B":
        return "reference", line.text(before.first, before.last)
    first = index - 1
    while first > 0 and line.units[first - 1].letter not in ",;:N。":
        first -= 1
    letters = line.letters[first : index - 1]
    closes = line.letters[index + 1 : index + 4]
    return ("whole", None) if _WHOLE.search(letters) and closes == ")dN" else None


def _level_role(line: Line, index: int, lead: str) -> str:
    """为全年预算46908万元的80.43%: the amount before 的 and a rate is what the rate is taken of."""
    if _kind_of_following(line, index) == "rate":
        if _REFERS.search(lead):
            return "budget_reference"
        if _WHOLE.search(lead):
            return "whole"
    return "level"


def _kind_of_following(line: Line, index: int) -> str:
    """The kind of the number that is taken of this one (…亿元的80%), or ""."""
    after = _OF_WHICH.match(line.letters[index + 1 : index + 7])
    following = line.parsed.tokens[line.units[index + after.end()].first].quantity if after else None
    return kind_of(following) if following is not None else ""


def _label_before(line: Line, start: int, label_start: int, label: Name) -> Name:
    """A label that says nothing by itself (支出决算为) takes the name that stands before the colon or comma."""
    if not label.generic:
        return label
    stop = label_start
    while stop > start:
        begin = stop - 1
        while begin > start and line.units[begin - 1].letter not in ",;:":
            begin -= 1
        units = line.units[begin:stop]
        if not set(line.letters[begin:stop]) & set("BCUDyMN"):
            first, last = units[0].first, units[-1].last
            name = read_name(line, first, last)
            closes = (
                line.units[stop - 1].letter == ":" or line.units[stop].letter == ":"
                if stop < len(line.units)
                else False
            )
            known = any(p.label == "CONCEPT" and p.first >= first and p.last <= last for p in line.parsed.phrases)
            if not name.generic and (name.path or known or (closes and len(name.text) <= 30)):
                return name
        stop = begin - 1
    return label


def _base_before(line: Line, start: int, offset: int) -> str | None:
    """The base phrase of the clause just before (与上年相比，…增加)."""
    for index in range(start + offset - 1, start - 1, -1):
        unit = line.units[index]
        if unit.letter == "B":
            return line.text(unit.first, unit.last)
        if unit.letter == "y":
            return "上年"
        if unit.letter in ";:":
            return None
    return None
