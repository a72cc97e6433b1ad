"""How a heading is numbered: the styles offices use, read from data, and what stands behind the number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from extractor.width import fold
from patterns.load import load_yaml

_REACH = 200  # characters of a line that tell what it is
_CHINESE_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_CIRCLED = {chr(0x2460 + i): i + 1 for i in range(20)}


@dataclass(frozen=True, slots=True)
class Mark:
    """An enumerator at the start of a line. rank counts the styles from the highest; length is that of the printed
    enumerator with the blanks behind it; rest is the folded text that follows."""

    style: str
    rank: int
    value: int
    number: str
    length: int
    rest: str


@cache
def _styles() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((style["key"], regex.compile(style["pattern"])) for style in load_yaml("headings")["styles"])


def read_mark(text: str) -> Mark | None:
    """The enumerator a printed line begins with, or None."""
    return _read_mark(text[:_REACH])


@lru_cache(maxsize=1024)  # a paragraph is asked by all who part text into paragraphs and headings
def _read_mark(text: str) -> Mark | None:
    plain = fold(text)
    for rank, (style, pattern) in enumerate(_styles()):
        if match := pattern.match(plain):
            printed = text[: match.end()].strip()
            return Mark(style, rank, read_ordinal(match["n"]), printed, match.end(), plain[match.end() :].strip())
    return None


def read_ordinal(printed: str) -> int:
    """十二 → 12, 9 → 9, ③ → 3, "2-1" → 2; 0 where it is none."""
    if printed in _CIRCLED:
        return _CIRCLED[printed]
    first = printed.partition("-")[0]
    if first.isdecimal():
        return int(first)
    before, ten, after = first.partition("十")
    if ten:
        return _CHINESE_DIGITS.get(before or "一", 0) * 10 + _CHINESE_DIGITS.get(after or "零", 0)
    return _CHINESE_DIGITS.get(first, 0)


@cache
def _mistakes() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in load_yaml("headings")["mistaken_for"])


def may_stand_for(one: str, other: str) -> bool:
    """Whether writers put one style for the other by mistake (9、 for 九、)."""
    return frozenset((one, other)) in _mistakes()
