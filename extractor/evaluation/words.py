"""The wording of self-evaluation forms (patterns/scores.yaml), compiled once and asked by meaning."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

import regex

from extractor.numbers import squeeze, unit_forms
from extractor.quantity import YUAN
from patterns.load import load_yaml

_TAIL = regex.compile(r"[(\[【][^()\[\]【】]*+[)\]】]$")
_UNIT = regex.compile(r"[(\[【:：]?(?:单位[:：])?([十百千万亿]{0,2}元)[)\]】]?")
_DIGITS = dict(zip("一二三四五六七八九", "123456789", strict=True))


@cache
def words() -> dict[str, Any]:
    """patterns/scores.yaml. Treat it as read-only."""
    loaded: dict[str, Any] = load_yaml("scores")
    return loaded


@cache
def pattern(*path: str) -> regex.Pattern[str]:
    """One pattern of the file by its keys."""
    found: Any = words()
    for key in path:
        found = found[key]
    return regex.compile(found)


@cache
def entries(key: str) -> tuple[tuple[dict[str, Any], regex.Pattern[str]], ...]:
    """A list of the file: each entry with its compiled pattern, in order."""
    return tuple((entry, regex.compile(entry["match"])) for entry in words()[key])


@dataclass(frozen=True, slots=True)
class Head:
    """What a heading cell names: its role, its text, the unit in its brackets ("" where none), its level (1 highest)."""

    role: str
    text: str
    unit: str = ""
    level: int = 0


@lru_cache(maxsize=4096)
def read_head(text: str) -> Head | None:
    """The role of a heading cell, or None for a cell that is no known heading."""
    whole = squeeze(text).rstrip(":：")
    if not whole or len(whole) > 40:
        return None
    plain = _TAIL.sub("", whole).rstrip("%％")
    is_weighted = read_label(whole).value is not None  # 预算执行（20分） is an indicator
    for entry, match in entries("heads"):
        if match.fullmatch(plain):
            if is_weighted and entry["role"] not in ("weight", "score"):
                return None
            return Head(entry["role"], plain, read_unit(whole), _level(plain) if entry["role"] == "level" else 0)
    return None


def _level(plain: str) -> int:
    found = regex.search(r"[一二三四1-4](?=级)", plain)
    return int(_DIGITS.get(found[0], found[0])) if found else 0


def read_unit(text: str) -> str:
    """The money unit named in a heading or caption (预算额(百元), 单位：万元), or ""."""
    found = _UNIT.search(squeeze(text))
    unit = unit_forms().get(found[1], "") if found else ""
    return unit if unit in YUAN else ""


@dataclass(frozen=True, slots=True)
class Named:
    """A label without its weight: 投入（20分） → 投入, 20. weight is the printed digits."""

    name: str
    weight: str = ""
    value: Decimal | None = None


def read_label(text: str) -> Named:
    """An indicator's name and the weight printed behind it."""
    plain = squeeze(text)
    found = pattern("label_weight").search(plain)
    if not found or found.start() == 0:
        return Named(plain)
    digits = found["bracket"] or found["number"] or found["bare"]
    return Named(plain[: found.start()], digits, Decimal(digits))


@dataclass(frozen=True, slots=True)
class GoalItem:
    concept: str
    level: int


@lru_cache(maxsize=4096)
def read_goal_item(text: str) -> GoalItem | None:
    """The row of a goal form's money part that a label names: its concept and level, or None."""
    plain = _TAIL.sub("", squeeze(text)).replace(":", "").replace("：", "").strip("。,、")
    plain = regex.sub(r"^(?:\d{1,2}[.、]|[(]\d[)]|[①-⑳])", "", plain)
    for entry, match in entries("goal_items"):
        if match.fullmatch(plain):
            return GoalItem(entry["concept"], entry["level"])
    return None
