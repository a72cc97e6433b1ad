"""The role of each number in running text, read from the words before it (patterns/roles.yaml)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

import regex

from extractor.language.lexer import Token
from extractor.language.lines import JOINERS, Line, Unit
from extractor.language.markers import MARKING, marker_kinds
from extractor.language.names import NAMELESS, Name, read_name
from extractor.language.subjects import subject_above
from extractor.language.unit_notes import UnitNotes
from extractor.quantity import Bound, Quantity
from patterns.load import load_yaml

SENTENCE_END = frozenset("。!?")
_BRACKETS = frozenset("()")
_DIRECTIONS = {"U": 1, "Q": 1, "D": -1, "C": 0, "u": 1, "l": -1, "v": 0}


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """A number with its role. label and whole are what the words name before the verb and after 占/完成;
    base is the text of the base phrase; direction +1, -1 or 0 (left open); sentence counts over the report.

    gap holds the letters since the number before it in the line; marker the word that opens or joins a list
    (其中, 合计 …) or "(" ; depth how many brackets are open; run numbers the members of a zipped list (分别为 a、b) from
    0, -1 outside one; verb the letter of the word that decided the role.
    """

    line: Line
    token: Token
    unit: int
    quantity: Quantity
    kind: str
    role: str
    direction: int = 1
    base: str | None = None
    label: Name = NAMELESS
    whole: Name | None = None
    verb: str = ""
    lead: str = ""
    gap: str = ""
    marker: str = ""
    depth: int = 0
    sentence: int = 0
    opens_sentence: bool = False
    opens_line: bool = False
    run: int = -1
    run_length: int = 0
    basis: str = "actual"
    spoken_of: Name | None = None  # what an earlier clause of the sentence, without a number, names

    @property
    def start(self) -> int:
        return self.token.start

    def words(self) -> str:
        """The words between the number before it, or the beginning of the line, and this number."""
        first = self.unit
        while first > 0 and self.line.units[first - 1].letter != "N":
            first -= 1
        return self.line.text(self.line.units[first].first, self.token_index()) if first < self.unit else ""

    def clause(self) -> str:
        """The words between the last comma, bracket or number and this number."""
        first = self.unit
        while first > 0 and self.line.units[first - 1].letter not in ",;:()N。!?":
            first -= 1
        return self.line.text(self.line.units[first].first, self.token_index()) if first < self.unit else ""

    def counted(self) -> str:
        """The first words behind the number, up to a comma, bracket or number: 17个项目."""
        last = first = self.unit + 1
        while last < min(first + 4, len(self.line.units)) and self.line.units[last].letter not in ",;:()N。!?":
            last += 1
        return (
            self.line.text(self.line.units[first].first, self.line.units[last].first)
            if last > first and last < len(self.line.units)
            else ""
        )

    def token_index(self) -> int:
        return self.line.units[self.unit].first


def kind_of(quantity: Quantity) -> str:
    """money, rate, points, times, score, count or bare."""
    if quantity.is_money:
        return "money"
    if quantity.unit in ("%", "‰"):
        return "rate"
    return {"百分点": "points", "倍": "times", "分": "score", "": "bare"}.get(quantity.unit, "count")


@dataclass(frozen=True, slots=True)
class _Rule:
    role: str
    kinds: frozenset[str]
    pattern: regex.Pattern[str]


@cache
def _rules() -> tuple[_Rule, ...]:
    entries: list[dict[str, Any]] = load_yaml("roles")["roles"]
    return tuple(_Rule(e["role"], frozenset(e["for"]), regex.compile(f"(?:{e['rule']})$")) for e in entries)


def line_measures(line: Line, sentence: int) -> Iterator[Measure]:
    """Every number of a line with its role; sentence counts the sentences of the report before it."""
    since = depth = 0
    notes = UnitNotes.of(line)
    for index, unit in enumerate(line.units):
        if unit.letter != "N":
            continue
        gap = line.letters[since:index]
        end = max(gap.rfind(mark) for mark in SENTENCE_END)
        ends = end >= 0
        sentence += ends
        if ends:
            depth = 0
        start = since + end + 1
        for letter in filter(_BRACKETS.__contains__, line.letters[start:index]):
            depth = max(0, depth + (letter == "(") - (letter == ")"))
        start = _after_open_bracket(line.letters, start, index)
        token = line.parsed.tokens[unit.first]
        if token.quantity is not None:
            quantity = _with_unit_of_run(line, index, _bounded(line, index, token.quantity))
            if not quantity.unit and (unit_of_list := notes.unit_of(token.start, token.end)):
                quantity = replace(quantity, unit=unit_of_list)
            place = {
                "gap": gap,
                "marker": _marker(line, since, index),
                "depth": depth,
                "sentence": sentence,
                "opens_sentence": ends or since == 0,
                "opens_line": since == 0,
            }
            measure = _read_role(line, index, start, token, quantity, place)
            if measure.role == "level" and measure.label.generic and (ends or since == 0):
                above = subject_above(line, since, start)
                measure = replace(measure, label=above) if above else measure
            yield measure
        since = index + 1


def _bounded(line: Line, index: int, quantity: Quantity) -> Quantity:
    """约3万元, 近84%: the word before the number makes it a bound."""
    if not index or quantity.bound is not Bound.EXACT or line.units[index - 1].letter != "f":
        return quantity
    word = line.text(line.units[index - 1].first, line.units[index - 1].last)
    bound = next((b for b, words in load_yaml("bounds").items() if word in words), None)
    return replace(quantity, bound=Bound(bound)) if bound else quantity


def _with_unit_of_run(line: Line, index: int, quantity: Quantity) -> Quantity:
    """各为4125.49,4143.91万元: the unit printed once, at the last number, is that of all."""
    while not quantity.unit and index + 2 < len(line.units) and line.units[index + 2].letter == "N":
        joiner = line.parsed.tokens[line.units[index + 1].first].text
        following = line.parsed.tokens[line.units[index + 2].first].quantity
        if joiner not in JOINERS or following is None:
            break
        quantity, index = replace(quantity, unit=following.unit), index + 2
    return quantity


def _after_open_bracket(letters: str, start: int, stop: int) -> int:
    """Where the words before a number begin: behind a bracket that is still open."""
    depth = 0
    while (stop := max(letters.rfind(bracket, start, stop) for bracket in _BRACKETS)) >= 0:
        depth += 1 if letters[stop] == ")" else -1
        if depth < 0:
            return stop + 1
    return start


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


def _read_role(line: Line, index: int, start: int, token: Token, quantity: Quantity, place: dict[str, Any]) -> Measure:
    lead = line.letters[start:index]
    spot = _Spot(line, index, start, token, quantity, kind_of(quantity), lead, place)
    found = _find_rule(spot.kind, lead)
    if found is None:
        return spot.make("other")
    role, match = found
    return _level(spot, match) if role == "level" else _satellite(spot, role, match)


@lru_cache(maxsize=1024)
def _find_rule(kind: str, lead: str) -> tuple[str, regex.Match[str]] | None:
    """The role that words before a number give it. The same few are said over and over (x为N)."""
    matches = ((rule.role, rule.pattern.search(lead)) for rule in _rules() if kind in rule.kinds)
    return next(((role, match) for role, match in matches if match), None)


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


_COMPARED = regex.compile(r"B[gxT\"]{0,12}f*$")
"""比2010年预算财力354亿元增加33亿元: an amount between a base phrase and a verb of change is the base."""
_REFERS = regex.compile(r"(?:[osf]|^[、,])[pYgxTf\"'、]*b[gxT]*$")
_OF_WHICH = regex.compile(r"d(?:h?f*)N")
_WHOLE = regex.compile(r"s[^,;:]*$")


def _level_role(line: Line, index: int, lead: str) -> str:
    """为全年预算46908万元的80.43%: the amount before 的 and a rate is what the rate is taken of."""
    after = _OF_WHICH.match(line.letters[index + 1 : index + 7])
    if after:
        following = line.parsed.tokens[line.units[index + after.end()].first].quantity
        if following is not None and kind_of(following) == "rate":
            if _REFERS.search(lead):
                return "budget_reference"
            if _WHOLE.search(lead):
                return "whole"
    return "level"


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


_SEPARATORS = frozenset(("", *",;:。、()NYL"))
_NAMES_ONLY = regex.compile(r"M[:,]?[^,;。]*[xg][^,;。]*[,。]")
"""包括甲、乙，其他单位6个: the marker opens a list of names that has no numbers and is over at the comma."""


_CLOSES = regex.compile(r"T(?![^;。]*[;。])(?![^,;。]*z)")
"""合计 of the number's own clause: what stands before a semicolon (合计与收入相等；…) closes nothing here."""


def _begins(line: Line, unit: Unit, before: str) -> bool:
    """Whether a marker stands where it can be a word: 加 of 桥梁加固 does not."""
    return (
        unit.last - unit.first > 1
        or line.text(unit.first, unit.last) not in load_yaml("markers")["clause_first"]
        or before in _SEPARATORS
    )


def _marker(line: Line, since: int, index: int) -> str:
    """The word before a number that opens a list of parts, joins one, or closes it with a total."""
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
