"""Lists that are known to be complete: by the rules of public accounts (patterns/compositions.yaml), by kinds of
counts, or by shares that make 100."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.language.fit import Entry
from patterns.load import load_yaml

ZERO = Decimal(0)


def is_partition(total: Entry, parts: Sequence[Entry]) -> bool:
    """Whether the parts are all parts of a whole known from the rules of public accounts, with the required ones."""
    if total.measure.kind == "count":
        return _are_all_kinds(parts)
    keys = [p.item.name.last for p in parts]
    if len(set(keys)) < len(keys):
        return False
    for entry in load_yaml("compositions")["partitions"]:
        if not set(keys) <= set(entry["parts"]) or total.item.name.last in entry["parts"]:
            continue
        if any(word in total.item.name.text for word in entry.get("never", ())):
            continue
        if (
            entry.get("whole")
            and total.item.name.key
            and total.item.name.last not in entry["whole"]
            and not total.item.name.generic
        ):
            continue
        if all(any(name in keys for name in group) for group in entry["required"]):
            return True
    return False


def _are_all_kinds(parts: Sequence[Entry]) -> bool:
    """Whether each count is of another kind of one known division (在职、离休、退休 …)."""
    for entry in load_yaml("compositions")["counts"]:
        kinds = [max((w for w in entry["parts"] if w in p.item.name.text), key=len, default="") for p in parts]
        if all(kinds) and len(set(kinds)) == len(kinds) > 1:
            return True
    return False


def shares_make_100(parts: Sequence[Entry]) -> bool:
    """Whether every part is given with its share and the shares make 100."""
    shares = [s.quantity.value for p in parts for s in p.item.shares[:1]]
    return len(shares) == len(parts) > 1 and abs(sum(shares, ZERO) - 100) <= Decimal("0.15") * len(shares)
