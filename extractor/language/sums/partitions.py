"""Lists that are known to be complete: by the rules of public accounts (patterns/compositions.yaml), by kinds of
counts, or by shares that make 100."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import regex

from extractor.language.measures.names import Name
from extractor.language.sums.fit import ZERO, Entry
from extractor.language.words.lines import Line
from patterns.load import load_yaml


def is_partition(total: Entry, parts: Sequence[Entry]) -> bool:
    """Whether the parts are all parts of a whole known from the rules of public accounts, with the required ones."""
    if total.measure.kind == "count":
        return _are_all_kinds(parts)
    found = _partition(total, parts)
    return found is not None and not found.get("likely")


def is_likely_partition(total: Entry, parts: Sequence[Entry]) -> bool:
    """Whether the parts are usually all, though others are possible (各级财政资金, beside which 自筹 may stand)."""
    return total.measure.kind != "count" and (_partition(total, parts) is not None or _are_sources(total, parts))


def _are_sources(total: Entry, parts: Sequence[Entry]) -> bool:
    """中央…，自治区…，盟市…，旗县…，其他资金…: levels of government, each once, and what stands beside them."""
    words = load_yaml("compositions")["sources"]
    if any(word in total.item.name.text for word in words["never"]):
        return False
    kinds = {**words["levels"], **words["others"]}
    found = [next((kind for kind, match in kinds.items() if regex.search(match, p.item.name.text)), "") for p in parts]
    levels = sum(kind in words["levels"] for kind in found)
    return levels > 1 and all(found) and len(set(found)) == len(found)


def is_whole_of(total: Entry, parts: Sequence[Entry]) -> bool:
    """Whether a total bears the very name of what its known parts make up (“三公”经费)."""
    if total.measure.kind == "count":
        told = f"{total.item.name.text}{total.measure.counted()}"
        return any(word in told for entry in _divisions(parts) for word in entry.get("whole", ()))
    found = _partition(total, parts)
    return found is not None and total.item.name.last in found.get("whole", ())


def are_all_parts(names: Sequence[Name]) -> bool:
    """Whether these names are all the parts of some whole known by its own parts alone."""
    keys = [n.last for n in names]
    return len(set(keys)) == len(keys) > 1 and any(
        set(keys) <= set(entry["parts"]) and all(set(group) & set(keys) for group in entry["required"])
        for entry in load_yaml("compositions")["partitions"]
        if not entry.get("likely")
    )


def _partition(total: Entry, parts: Sequence[Entry]) -> dict[str, Any] | None:
    keys = [p.item.name.last for p in parts]
    keys += _without_change(total, parts)
    if len(set(keys)) < len(keys):
        return None
    name = total.item.name
    for entry in load_yaml("compositions")["partitions"]:
        if not set(keys) <= set(entry["parts"]) or name.last in entry["parts"]:
            continue
        if any(word in name.text for word in entry.get("never", ())):
            continue
        if entry.get("whole") and name.key and name.last not in entry["whole"] and not name.generic:
            continue
        if entry.get("alone") and any(len(p.item.name.key) > 1 for p in parts):
            continue
        if all(any(name in keys for name in group) for group in entry["required"]):
            return dict(entry)
    return None


def _without_change(total: Entry, parts: Sequence[Entry]) -> list[str]:
    """比上年增50.8万元，其中甲增40万元，乙增10.8万元，丙无增减: the parts that a list of changes says did not change."""
    if total.measure.role != "delta" or any(p.measure.sentence != total.measure.sentence for p in parts):
        return []
    line, found = total.item.line, []
    names = {p.item.name.last for p in parts}
    for unit in line.units[total.measure.unit + 1 :]:
        if unit.letter == "。":
            break
        if unit.letter == "z":
            clause = _clause_before(line, unit.first)
            found += [
                p.name
                for p in line.parsed.phrases
                if p.label == "CONCEPT" and p.first >= clause and p.last <= unit.first
            ]
    return [name for name in dict.fromkeys(found) if name not in names]


def _clause_before(line: Line, token: int) -> int:
    """The first token of the clause that a token stands in."""
    while token > 0 and line.parsed.tokens[token - 1].text not in ",;:。()":
        token -= 1
    return token


def _are_all_kinds(parts: Sequence[Entry]) -> bool:
    """Whether each count is of another kind of one known division (在职、离休、退休 …)."""
    return any(_divisions(parts))


def _divisions(parts: Sequence[Entry]) -> Iterator[dict[str, Any]]:
    """The known divisions of which each count is another kind."""
    for entry in load_yaml("compositions")["counts"]:
        kinds = [max((w for w in entry["parts"] if w in p.item.name.text), key=len, default="") for p in parts]
        if all(kinds) and len(set(kinds)) == len(kinds) > 1:
            yield entry


def shares_make_100(parts: Sequence[Entry]) -> bool:
    """Whether every part is given with its share and the shares make 100."""
    shares = [s.quantity.value for p in parts for s in p.item.shares[:1]]
    return len(shares) == len(parts) > 1 and abs(sum(shares, ZERO) - 100) <= Decimal("0.15") * len(shares)
