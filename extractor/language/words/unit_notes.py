"""The unit that a list prints once, in a bracket before its first number: 分配如下（万元）：甲镇5，乙镇1.5."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from extractor.language.words.lines import Line
from extractor.numbers import unit_forms
from patterns.load import load_yaml

LONGEST_NAME = 40  # characters
_ENDS = regex.compile(r"[。!?]")
_FOLLOWS = regex.compile(r"\s*(?:[,、;。)]|$)")


@dataclass(frozen=True, slots=True)
class UnitNotes:
    """The notes of one line: (where it ends, where its sentence ends, the unit)."""

    text: str
    notes: tuple[tuple[int, int, str], ...]

    @staticmethod
    def of(line: Line) -> UnitNotes:
        text = line.parsed.folded
        if "元)" not in text:
            return UnitNotes(text, ())
        found = [(m.end(), _sentence_end(text, m.end()), unit_forms()[m["unit"]]) for m in _note().finditer(text)]
        return UnitNotes(text, tuple(found))

    def unit_of(self, start: int, end: int) -> str:
        """The unit of a number without one that is listed behind a note; "" where there is none."""
        for first, last, unit in reversed(self.notes):
            if first <= start < last:
                return unit if self._is_listed(start, end, first) else ""
        return ""

    def _is_listed(self, start: int, end: int, first: int) -> bool:
        """Whether a name stands right before the number, and a comma or the end behind it."""
        clause = regex.split(r"[,、;:()]", self.text[max(first, start - LONGEST_NAME) : start])[-1]
        named = regex.search(r"\p{Han}", clause) and not regex.search(load_yaml("names")["never_money"], clause)
        return bool(named) and bool(_FOLLOWS.match(self.text, end))


def _sentence_end(text: str, start: int) -> int:
    match = _ENDS.search(text, start)
    return match.start() if match else len(text)


@cache
def _note() -> regex.Pattern[str]:
    units = "|".join(
        sorted((regex.escape(form) for form in unit_forms() if form.endswith("元")), key=len, reverse=True)
    )
    return regex.compile(rf"(?:(?<=如下)\((?:单位:)?(?P<unit>{units})\):?|\((?:单位:)?(?P<unit>{units})\):)")
