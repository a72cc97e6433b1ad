"""Parts that are set beside their whole without any sign of it: 基本支出, 人员经费, 公用经费, 项目支出 in one list.

The vocabulary knows that 人员经费 and 公用经费 make 基本支出 (patterns/partitions.yaml); rows and columns ask here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from extractor.facets import Reading, read_facets
from patterns.load import load_yaml


@lru_cache(maxsize=8192)
def is_part_of(part: str, whole: str) -> bool:
    """Whether one label names a part of what the other names, by the rules of public accounts."""
    inner, outer = read_facets(part), read_facets(whole)
    return any(_splits(rule, outer, inner) for rule in _rules())


@lru_cache(maxsize=2048)
def makes_whole(parts: tuple[str, ...], whole: str, *, every: bool = True) -> bool:
    """Whether these labels name, each once, every part (or all that must be printed) of what the whole names."""
    outer, inner = read_facets(whole), [read_facets(part) for part in parts]
    for rule in _rules():
        named = [reading.values.get(rule["dim"], "") for reading in inner]
        needed = rule["parts"] if every else rule["required"]
        if set(needed) <= set(named) and 1 < len(named) == len(set(named)):
            return all(_splits(rule, outer, reading) for reading in inner)
    return False


@lru_cache(maxsize=2048)
def lacks_part(parts: tuple[str, ...], whole: str) -> bool:
    """Whether these labels name, each once, some parts but not all of what the whole names: then a row is missing. A bare
    合计 is whatever its parts make."""
    outer, inner = read_facets(whole), [read_facets(part) for part in parts]
    for rule in load_yaml("partitions")["algebra"]:
        named = [reading.values.get(rule["dim"], "") for reading in inner]
        if not named or len(set(named)) < len(named) or not set(named) < set(rule["parts"]):
            continue
        meant = replace(outer, values={rule["dim"]: rule["whole"]}) if not outer.values else outer
        if all(_splits(rule, meant, reading) for reading in inner):
            return True
    return False


@lru_cache(maxsize=8192)
def is_whole(label: str) -> bool:
    """Whether a label names something that the rules of public accounts divide."""
    values = read_facets(label).values
    return any(values.get(rule["dim"]) == rule["whole"] for rule in _rules())


def _rules() -> list[Mapping[str, Any]]:
    return [rule for rule in load_yaml("partitions")["algebra"] if rule["whole"]]


def _splits(rule: Mapping[str, Any], outer: Reading, inner: Reading) -> bool:
    dim = rule["dim"]
    if outer.values.get(dim, "") != rule["whole"] or inner.values.get(dim) not in rule["parts"]:
        return False
    same = {k: v for k, v in outer.values.items() if k not in (dim, "flow")}
    return (
        same == {k: v for k, v in inner.values.items() if k not in (dim, "flow")}
        and inner.values.get("flow", "") in ("", outer.values.get("flow", ""), rule["flow"])
        and (outer.basis, outer.year, outer.shift) == (inner.basis, inner.year, inner.shift)
    )
