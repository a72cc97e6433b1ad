"""The role of each number in running text, read from the words before it (patterns/roles.yaml)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import regex

from extractor.language.lexer import Token
from extractor.language.lines import Line, Unit
from extractor.language.names import NAMELESS, Name, read_name
from extractor.language.subjects import subject_above
from extractor.quantity import Bound, Quantity
from patterns.load import load_yaml

SENTENCE_END = frozenset("。!?")
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

    def clause(self) -> str:
        """The words between the last comma, bracket or number and this number."""
        first = self.unit
        while first > 0 and self.line.units[first - 1].letter not in ",;:()N。!?":
            first -= 1
        return self.line.text(self.line.units[first].first, self.token_index()) if first < self.unit else ""

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


def read_measures(lines: Sequence[Line]) -> Iterator[Measure]:
    """Every number of the lines with its role, in reading order."""
    sentence = 0
    for line in lines:
        sentence += 1
        found: list[Measure] = []
        for measure in _line_measures(line, sentence):
            found.append(measure)
        sentence = found[-1].sentence if found else sentence
        yield from _zip_runs(line, found)


def _line_measures(line: Line, sentence: int) -> Iterator[Measure]:
    since = depth = 0
    for index, unit in enumerate(line.units):
        if unit.letter != "N":
            continue
        gap = "".join(u.letter for u in line.units[since:index])
        ends = [i for i in range(since, index) if line.units[i].letter in SENTENCE_END]
        sentence += bool(ends)
        if ends:
            depth = 0
        start = ends[-1] + 1 if ends else since
        for letter in gap[start - since :]:
            depth = max(0, depth + (letter == "(") - (letter == ")"))
        start = _after_open_bracket(line.units, start, index)
        token = line.parsed.tokens[unit.first]
        if token.quantity is not None:
            quantity = _with_unit_of_run(line, index, _bounded(line, index, token.quantity))
            measure = _read_role(line, index, start, token, quantity)
            label = measure.label
            if measure.role == "level" and label.generic and (ends or since == 0):
                label = subject_above(line, since, start) or label
            yield replace(
                measure,
                label=label,
                gap=gap,
                marker=_marker(line, since, index),
                depth=depth,
                sentence=sentence,
                opens_sentence=bool(ends) or since == 0,
                opens_line=since == 0,
            )
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
        if fold_joiner(joiner) not in _JOINERS or following is None:
            break
        quantity, index = replace(quantity, unit=following.unit), index + 2
    return quantity


def _after_open_bracket(units: Sequence[Unit], start: int, stop: int) -> int:
    """Where the words before a number begin: behind a bracket that is still open."""
    depth = 0
    for index in range(stop - 1, start - 1, -1):
        depth += (units[index].letter == ")") - (units[index].letter == "(")
        if depth < 0:
            return index + 1
    return start


def _read_role(line: Line, index: int, start: int, token: Token, quantity: Quantity) -> Measure:
    kind = kind_of(quantity)
    lead = "".join(u.letter for u in line.units[start:index])
    for rule in _rules():
        if kind in rule.kinds and (match := rule.pattern.search(lead)):
            return _measure(line, index, start, token, quantity, kind, rule.role, lead, match)
    return Measure(line, token, index, quantity, kind, "other", lead=lead)


def _measure(
    line: Line,
    index: int,
    start: int,
    token: Token,
    quantity: Quantity,
    kind: str,
    role: str,
    lead: str,
    match: regex.Match[str],
) -> Measure:
    groups = match.groupdict()

    def name(group: str) -> Name:
        return read_name(line, *_tokens(line, start, match.span(group))) if groups.get(group) else NAMELESS

    base = line.text(*_tokens(line, start, match.span("base"))) if groups.get("base") else None
    verb = groups.get("verb") or ""
    if groups.get("base") == "y":
        base = f"{base}上年" if "上年" not in (base or "") else base
    direction = _direction(line, start, match) if verb else 1
    label = name("label")
    if base is None and not groups.get("label"):
        base = _base_before(line, start, match.start())
    whole = name("whole") if groups.get("whole") is not None else None
    labelled = match.span("label") if groups.get("label") else (0, 0)
    basis = _basis(line.units[start + labelled[0] : start + labelled[1]], lead)
    if role == "level" and any(word in label.text for word in load_yaml("names")["milestone"]):
        return Measure(line, token, index, quantity, kind, "other", label=label, lead=lead)
    if role == "level" and lead == "" and (noted := _in_note(line, index)):
        return Measure(line, token, index, quantity, kind, *noted, lead=lead)
    if role == "level":
        label = _label_before(line, start, start + labelled[0], label)
        role = _level_role(line, index, lead)
        if role == "whole":
            cut = lead.rindex("s")
            label = read_name(line, *_tokens(line, start, (labelled[0], cut)))
            whole = read_name(line, *_tokens(line, start, (cut + 1, len(lead))))
    named = None
    if role in ("delta", "growth") and label.generic and not label.key:
        named = _label_before(line, start, start + match.start(), NAMELESS)
    return Measure(
        line, token, index, quantity, kind, role, direction, base, label, whole, verb, lead, basis=basis,
        spoken_of=named if named is not None and named.key and not named.generic else None,
    )  # fmt: skip


def _basis(label: Sequence[Unit], lead: str) -> str:
    """budget where the label calls the number one (年初预算, 预算数 …), else actual."""
    letters = "".join(u.letter for u in label) or lead
    return "budget" if "b" in letters and letters.rfind("r") < letters.rfind("b") else "actual"


def _in_note(line: Line, index: int) -> tuple[str, int, str | None] | None:
    """较2013年(3340万元)增加, 占2013年筹集(7205.72万元)的62.5%: the amount in brackets is the base, or the whole."""
    if index < 2 or line.units[index - 1].letter != "(":
        return None
    before = line.units[index - 2]
    if before.letter == "B":
        return "reference", 1, line.text(before.first, before.last)
    first = index - 1
    while first > 0 and line.units[first - 1].letter not in ",;:N。":
        first -= 1
    letters = "".join(u.letter for u in line.units[first : index - 1])
    closes = "".join(u.letter for u in line.units[index + 1 : index + 4])
    return ("whole", 1, None) if _WHOLE.search(letters) and closes == ")dN" else None


_REFERS = regex.compile(r"[osf][pYgxTf\"'、]*b[gxT]*$")
_OF_WHICH = regex.compile(r"d(?:h?f*)N")
_WHOLE = regex.compile(r"s[^,;:]*$")


def _level_role(line: Line, index: int, lead: str) -> str:
    """为全年预算46908万元的80.43%: the amount before 的 and a rate is what the rate is taken of."""
    after = _OF_WHICH.match("".join(u.letter for u in line.units[index + 1 : index + 7]))
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
        letters = "".join(u.letter for u in units)
        if not set(letters) & set("BCUDyMN"):
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


def _tokens(line: Line, start: int, span: tuple[int, int]) -> tuple[int, int]:
    """Token range of a span of letters that begins at unit `start`."""
    if span[0] >= span[1]:
        first = line.units[start + span[0]].first if start + span[0] < len(line.units) else 0
        return first, first
    return line.units[start + span[0]].first, line.units[start + span[1] - 1].last


def _direction(line: Line, start: int, match: regex.Match[str]) -> int:
    return _DIRECTIONS.get(match["verb"], 1)


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


_NAMES_ONLY = regex.compile(r"M[:,]?[^,;]*[xg][^,;]*,")
"""包括甲、乙，其他单位6个: the marker opens a list of names that has no numbers and is over at the comma."""


def _marker(line: Line, since: int, index: int) -> str:
    """The word before a number that opens a list of parts, joins one, or closes it with a total."""
    units = _outside_notes(line.units[since:index])
    kinds = load_yaml("markers")
    letters = "".join(u.letter for u in units)
    marks = [
        line.text(u.first, u.last)
        for n, u in enumerate(units)
        if u.letter == "M" and not _NAMES_ONLY.match(letters[n:])
    ]
    marks += [m for u in units if u.letter == "M" and (m := line.text(u.first, u.last)) == "其中" and m not in marks]
    for kind in ("open", "selection", "axis", "join", "minus"):
        for mark in marks:
            if mark in kinds[kind]:
                return mark
    if letters.count("(") > letters.count(")"):
        return "("
    return line.text(units[i].first, units[i].last) if (i := letters.rfind("T")) >= 0 else ""


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


_JOINT = regex.compile(r"[、,xk]")
_JOINERS = frozenset("、,和及与同")


def _zip_runs(line: Line, found: list[Measure]) -> Iterator[Measure]:
    """Numbers listed one behind the other (各为 a、b；分别下降 x%、y%) take the role of the first and a part of its label."""
    index = 0
    while index < len(found):
        length = 1
        while index + length < len(found) and _continues_run(line, found[index], found[index + length]):
            length += 1
        if length == 1:
            yield found[index]
        else:
            yield from _zip(line, found[index : index + length])
        index += length


def _continues_run(line: Line, first: Measure, measure: Measure) -> bool:
    if len(measure.gap) != 1 or not _JOINT.match(measure.gap):
        return False
    joiner = line.parsed.tokens[line.units[measure.unit - 1].first].text
    joins = fold_joiner(joiner) in _JOINERS
    same = measure.kind == first.kind or "bare" in (measure.kind, first.kind)
    return joins and same and (joiner != "," or "f" in first.lead or first.kind == "bare")


def fold_joiner(text: str) -> str:
    return "," if text == "，" else text


def _zip(line: Line, run: list[Measure]) -> Iterator[Measure]:
    first = run[0]
    unit = next((m.quantity.unit for m in reversed(run) if m.quantity.unit), "")
    labels = _split_label(line, first, len(run))
    for number, measure in enumerate(run):
        quantity = measure.quantity if measure.quantity.unit else replace(measure.quantity, unit=unit)
        role = first.role if first.role != "level" or kind_of(quantity) != "rate" else "other"
        yield replace(
            first,
            token=measure.token,
            unit=measure.unit,
            quantity=quantity,
            kind=kind_of(quantity),
            role=role,
            label=labels[number],
            gap=measure.gap,
            marker=first.marker if number == 0 else "",
            opens_sentence=measure.opens_sentence,
            opens_line=measure.opens_line,
            run=number,
            run_length=len(run),
        )


def _split_label(line: Line, first: Measure, count: int) -> list[Name]:
    """收、支总计 over two numbers → 收, 支总计; a label that does not divide so is given to all."""
    tokens = line.parsed.tokens
    if not first.label.text:
        return [first.label] * count
    stop = next(i for i, t in enumerate(tokens) if t is first.token)
    text_start = line.parsed.folded.rfind(first.label.text, 0, first.token.start)
    begin = next((i for i, t in enumerate(tokens) if t.start >= text_start), stop)
    cuts = [i for i in range(begin, stop) if tokens[i].text in _JOINERS]
    if len(cuts) < count - 1:
        return [first.label] * count
    edges = [begin, *[c + 1 for c in cuts[-(count - 1) :]]]
    ends = [*cuts[-(count - 1) :], stop]
    return [read_name(line, a, b) for a, b in zip(edges, ends, strict=True)]
