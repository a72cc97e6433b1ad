"""The one reader of what a number is about: titles, band heads, column headings, row labels and clauses.

A text is read by the longest vocabulary forms (patterns/facets.yaml) from left to right; what no form explains is
kept as `rest`. Only readings without a rest may be compared across places.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Protocol

from extractor.figure import Facets
from extractor.numbers import squeeze
from patterns.load import load_yaml

_QUOTES = re.compile(r"[“”\"'‘’《》「」]")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?:年度|年|(?!\d))")
_ENUMERATOR = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.．]|\([一二三四五六七八九十\d]+\)|\d{1,2}[、.．](?!\d)|[①-⑳]|第[一二三四五六七八九十]+部分)"
)
_OWNER = re.compile(
    r"^[^\d,;:。]{2,40}?(?:局|委员会|委|办公室|办|厅|中心|大队|学校|学院|医院|政府|部门|部|院|站|所|处|会)(?=20\d\d年)"
)
_PUNCTUATION = re.compile(r"[\s、,，:：()\[\]>/|.;；·\-—+=%\d]+")
_LEVELS = re.compile(r"([^()]+)\((类|款|项)\)")
MOST_TEXT = 160  # characters; a longer label is a sentence and not read


class CodeNames(Protocol):
    """What the names of functional and economic items printed in the report's own tables say."""

    def resolve(self, path: tuple[str, ...], level: str = "") -> str | None:
        """The code of the item that this path of names (outermost first) leads to, None if unknown or ambiguous."""


@dataclass(frozen=True, slots=True)
class Reading:
    """values: dimension → value; basis 决算, 年初预算 …; year as printed; shift -1 for 上年; rest: what nothing explains."""

    values: Mapping[str, str] = field(default_factory=dict)
    basis: str = ""
    year: int | None = None
    shift: int = 0
    rest: str = ""

    @property
    def complete(self) -> bool:
        return not self.rest

    def year_of(self, own: int | None) -> int | None:
        """The year this reading speaks of in a report about the year `own`."""
        if self.year is not None:
            return self.year
        return own + self.shift if own is not None else None


NOTHING = Reading()


@dataclass(frozen=True, slots=True)
class _Word:
    dim: str
    value: str
    adds: tuple[tuple[str, str], ...]


@cache
def _vocabulary() -> tuple[re.Pattern[str], dict[str, tuple[_Word, ...]]]:
    data = load_yaml("facets")
    words: dict[str, list[_Word]] = {squeeze(f): [] for f in data["fillers"]}
    for entry in data["words"]:
        word = _Word(entry["dim"], entry["value"], tuple(entry.get("adds", {}).items()))
        for form in entry["forms"]:
            words.setdefault(squeeze(form), []).append(word)
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), {form: tuple(found) for form, found in words.items()}


@cache
def class_codes() -> dict[str, str]:
    """Names of functional classes → their codes, from the patterns alone."""
    return {squeeze(name): code for code, names in load_yaml("facets")["classes"].items() for name in names}


def plain(text: str) -> str:
    """Folded, without spaces, quotes and the enumerator in front."""
    return _ENUMERATOR.sub("", _QUOTES.sub("", squeeze(text)))


@lru_cache(maxsize=8192)
def read_facets(text: str) -> Reading:
    """Read one title, heading or label. Never fails; what is not understood stands in `rest`.

    收入 and 支出 together leave the side open. A path of headings may be given joined by ">".
    """
    plain_text = plain(text)
    if len(plain_text) > MOST_TEXT:
        return Reading(rest=plain_text)
    year = _YEAR.search(plain_text)
    remaining = _YEAR.sub("年", plain_text) if year else plain_text
    pattern, vocabulary = _vocabulary()
    values: dict[str, str] = {}
    sides: set[str] = set()
    for match in pattern.finditer(remaining):
        for word in vocabulary[match[0]]:
            values[word.dim] = word.value
            values.update({dim: value for dim, value in word.adds if dim != "flow"})
            sides |= {value for dim, value in (*word.adds, (word.dim, word.value)) if dim == "flow"}
    rest = _PUNCTUATION.sub("", pattern.sub(" ", remaining))
    values.pop("flow", None)
    if len(sides) == 1 and (side := sides.pop()):
        values["flow"] = side
    shift = _settle_time(values)
    basis = values.pop("basis", "")
    vehicle = values.pop("vehicle", "")
    if vehicle and "sangong" in values:
        values["sangong"] = vehicle
    elif vehicle:
        values["vehicle"] = vehicle
    return Reading(values, basis, int(year[1]) if year else None, shift, rest)


def _settle_time(values: dict[str, str]) -> int:
    """年初/上年 or 年末 beside 结转结余 name the carry-over; without it 上年 is the year before. Gives the shift."""
    when = values.pop("when", "")
    relative = values.pop("relative", "")
    if values.get("carry") in ("结转结余", "结余"):
        if when:
            values["carry"] = when
        return 0
    return -1 if relative and "carry" not in values else 0


def merge(*readings: Reading) -> Reading:
    """Later readings narrow earlier ones (title < band < column < row's own)."""
    values: dict[str, str] = {}
    basis, year, shift, rest = "", None, 0, ""
    for reading in readings:
        values.update(reading.values)
        basis = reading.basis or basis
        if reading.year is not None or reading.shift:
            year, shift = reading.year, reading.shift
        rest += reading.rest
    vehicle = values.pop("vehicle", "")
    if vehicle and "sangong" in values:
        values["sangong"] = vehicle
    elif vehicle:
        rest += vehicle
    return Reading(settle(values), basis, year, shift, rest)


def settle(values: Mapping[str, str]) -> dict[str, str]:
    """Without the dimensions that a stronger one makes meaningless, and without empty ones."""
    found = {dim: value for dim, value in values.items() if value}
    for strong, weak in load_yaml("facets")["drops"].items():
        if strong in found:
            for dim in weak:
                found.pop(dim, None)
    return found


def as_facets(values: Mapping[str, str]) -> Facets:
    return _sorted_facets(tuple(values.items()))


@lru_cache(maxsize=4096)
def _sorted_facets(values: Facets) -> Facets:
    return tuple(sorted((dim, value) for dim, value in values if value))


def clause_facets(
    label: str, context: Mapping[str, str] | Facets = (), names: CodeNames | None = None, owner: str = ""
) -> Facets | None:
    """What an amount in running text is about, from the words of its own clause before it.

    label: the clause without the number and the verb of change ("一般公共预算财政拨款基本支出", "其中:人员经费",
    "卫生健康支出(类)行政单位医疗(项)"); an enumerator, quotes, the year, the basis (决算, 年初预算 …), 合计/共计 and an
    organisation's name before a year are passed over. context: facets inherited from the *same sentence* only (the
    flow or fund of a section's title must not be given); the clause's own words win over it. names: the items
    printed in the report's tables (extractor.tables.names.code_names), which turn a name or a 类/款/项 path into
    func or econ; without it items are not understood. owner: the report's own organisation, passed over in front of a
    clause (its subordinate units are not: their numbers are others).

    Returns the facets that a table cell of the same number has, or None where the vocabulary does not explain all
    of the clause or the clause names nothing at all (then the amount must not be compared across places). Year,
    basis and scope are not part of it: set them on the Figure.
    """
    inherited = dict(context)
    text = _without_ending(_without_owner(plain(label), plain(owner)))
    code = _item_code(text, names)
    if code is not None:
        return as_facets(settle({"flow": "支出", **inherited, **item_values(code)}))
    reading = read_facets(text)
    if not reading.complete or "vehicle" in reading.values or not reading.values:
        return None
    if "part" in reading.values and "other" not in {**inherited, **reading.values}:
        return None
    if set(reading.values) == {"flow"} and not inherited and not _names_the_whole(text):
        return None
    return as_facets(settle({**inherited, **reading.values}))


def item_values(code: str) -> dict[str, str]:
    """The dimension of a code: 3… and 5… are economic items, all others functional ones."""
    return {"econ" if code[0] in "35" else "func": code}


def _without_ending(text: str) -> str:
    for ending in load_yaml("facets")["endings"]:
        text = text.removesuffix(ending)
    return text


def _without_owner(text: str, owner: str) -> str:
    if owner and text.startswith(owner):
        return text[len(owner) :].removeprefix("的")
    return text if owner else _OWNER.sub("", text)


def _names_the_whole(text: str) -> bool:
    """本年支出合计 names a number by itself; a bare 支出 or 支出决算 only in the company of what it is spent on."""
    return any(word in text for word in load_yaml("facets")["whole"])


def _item_code(text: str, names: CodeNames | None) -> str | None:
    levels = _LEVELS.findall(text)
    if levels:
        if names is None or _LEVELS.sub("", text).strip("。、,()"):
            return None
        return names.resolve(tuple(name.strip("、,。") for name, _ in levels), levels[-1][1])
    if names is None or read_facets(text).complete:
        return None
    return names.resolve((text,))
