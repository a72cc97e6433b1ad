"""The vocabulary of headings and rows (patterns/table_headers.yaml), compiled once."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from patterns.load import load_yaml

ENUMERATORS = tuple(
    re.compile(rule)
    for rule in (
        r"[一二三四五六七八九十]+[、.．]",
        r"\([一二三四五六七八九十]+\)",
        r"\d{1,2}[、.．](?!\d)",
        r"\(\d{1,2}\)",
        r"[①-⑳]",
    )
)


@cache
def _rule(group: str, name: str) -> re.Pattern[str]:
    found = load_yaml("table_headers")[group][name]
    return re.compile(found["rule"] if isinstance(found, dict) else found)


@lru_cache(maxsize=16384)
def column_is(name: str, heading: str) -> bool:
    """Whether a column heading (folded, no spaces) is of this kind."""
    return bool(_rule("columns", name).search(heading))


@lru_cache(maxsize=16384)
def row_is(name: str, label: str) -> bool:
    return bool(_rule("rows", name).search(label))


@lru_cache(maxsize=16384)
def is_heading_word(text: str) -> bool:
    return bool(_rule("heading", "rule").search(text))


def heading_rule(name: str) -> re.Pattern[str]:
    return _rule("heading", name)


def title_rule(name: str) -> re.Pattern[str]:
    return _rule("titles", name)


@lru_cache(maxsize=16384)
def tells_kind(name: str, text: str) -> bool:
    """Whether these words of a heading tell what kind of form a table is."""
    return bool(_rule("kinds", name).search(text))


@lru_cache(maxsize=16384)
def enumerator(label: str) -> tuple[int, str]:
    """The rank of the enumerator before a label (1 一、, 2 （一）, 3 1., 4 （1）, 5 ①; 0 none) and the label without it."""
    for rank, rule in enumerate(ENUMERATORS, 1):
        if match := rule.match(label):
            return rank, label[match.end() :]
    return 0, label
