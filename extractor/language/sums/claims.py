"""How complete a list of parts claims to be, and what follows for one that does not fit its total.

A partition known from the rules of public accounts, and shares that make 100, leave nothing out. Words such as
资金来源为 and 用于以下方面 announce all parts; numbered parts in the total's own line that nearly make
the total are likely all of it. 其中 may
name only some, and 主要, 含 and a closing 等 say that they do.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import IntEnum

from extractor.language.sums.extents import parts_announced
from extractor.language.sums.fit import ZERO, Entry, count_digits, is_close, one_slip_away
from extractor.language.sums.members import NUMBERED
from extractor.language.sums.partitions import is_likely_partition, is_partition, shares_make_100
from extractor.statement import Accuse
from patterns.load import load_yaml

MUCH = Decimal("1.2")  # parts that exceed their total by more than this factor are a list misread, not a slip
MOST = Decimal("0.9")  # of a total, which numbered parts must reach to be likely all of it
LONG = 5  # digits of an amount that says another again
HALF = Decimal("0.5")  # of a total, which the parts announced as all must reach for the total to be theirs


class Claim(IntEnum):
    """CHOSEN: some parts are named; OPEN: they may be all; LISTED: they stand in a bracket or behind a colon right after
    their total; NUMBERED: counted one by one; ANNOUNCED: the words say all; COUNTED: the words say how many they are;
    KNOWN: they cannot but be all."""

    CHOSEN = 0
    OPEN = 1
    LISTED = 2
    NUMBERED = 3
    ANNOUNCED = 4
    COUNTED = 5
    KNOWN = 6


def claim_of(kind: str, total: Entry, parts: Sequence[Entry], enumerated: bool = False) -> Claim:
    """kind: how the list is opened (extents.opens); enumerated: its members are told one by one by their paths."""
    if enumerated or is_known(total, parts):
        return Claim.ANNOUNCED if kind == "selection" else Claim.KNOWN
    if kind == "selection" or ends_open(parts[-1]):
        return Claim.CHOSEN
    if _are_so_many(parts):
        return Claim.COUNTED
    if kind == "closed" or (kind == "colon" and parts[0].item.gap.startswith(":")) or is_likely_partition(total, parts):
        return Claim.ANNOUNCED
    beside = all(p.item.line is total.item.line for p in parts)
    if beside and _are_numbered(parts):
        return Claim.NUMBERED
    return Claim.LISTED if kind in ("colon", "bracket") else Claim.OPEN


def is_known(total: Entry, parts: Sequence[Entry]) -> bool:
    return is_partition(total, parts) or shares_make_100(parts)


def licence(claim: Claim, total: Entry, parts: Sequence[Entry], nested: bool, over: bool) -> Accuse:
    """What a list that does not fit may say. over: it is read so surely that parts that exceed their total accuse."""
    slipped = one_slip_away(total, parts, claim in _SAID_TO_BE_ALL)
    given = sum((p.value for p in parts), ZERO)
    if claim is Claim.KNOWN and not nested:
        return Accuse.ERROR
    if over:
        if (
            claim in (Claim.NUMBERED, Claim.ANNOUNCED, Claim.COUNTED)
            or given <= MUCH * total.value
            or parts[0].value > total.value
        ):
            return Accuse.ERROR
        return Accuse.WARNING if slipped else Accuse.NOTHING
    likely = claim in (Claim.KNOWN, Claim.COUNTED) or (claim is Claim.ANNOUNCED and HALF * total.value <= given)
    likely = likely or (claim is Claim.NUMBERED and MOST * total.value <= given)
    close = is_close(total, parts) and (not nested or claim is Claim.CHOSEN)
    return Accuse.WARNING if slipped or close or (likely and not nested) else Accuse.NOTHING


_SAID_TO_BE_ALL = (Claim.LISTED, Claim.NUMBERED, Claim.ANNOUNCED, Claim.COUNTED)


def _are_so_many(parts: Sequence[Entry]) -> bool:
    """分配到七个县区：… and seven parts: the list names as many as the words before it announce."""
    return len(parts) > 2 and parts_announced(parts[0].item) == len(parts)


def ends_open(part: Entry) -> bool:
    """办公费3万元、水费2万元等: more parts are left out."""
    line, unit = part.item.line, part.measure.unit
    following = line.units[unit + 1 : unit + 2]
    return bool(following) and line.text(following[0].first, following[0].last) in load_yaml("markers")["more"]


def after_colon(total: Entry, following: Sequence[Entry]) -> list[Entry]:
    """预算合计40万元：一是…22万元，二是…18万元。: the amounts that a colon behind the total announces, to the sentence's end."""
    line, unit = total.item.line, total.measure.unit
    behind = line.units[unit + 1 : unit + 2]
    if not behind or behind[0].letter != ":" or total.measure.depth:
        return []
    return [e for e in following if e.item.sentence == total.item.sentence]


def _are_numbered(parts: Sequence[Entry]) -> bool:
    """一是…二是…, 1.…2.…, 第一批…第二批…: each part is counted."""
    return len(parts) > 1 and all(NUMBERED.search(p.measure.words()) for p in parts)


def is_told_again(nearest: Entry, farther: Entry, parts: Sequence[Entry]) -> bool:
    """安排14.3亿元。额度为543024万元，其中…: the amount just before a list that makes one farther back is that amount
    again, in other digits, with a slip."""
    units = nearest.measure.quantity.unit, farther.measure.quantity.unit
    enough = count_digits(nearest.measure.quantity) >= LONG and units[0] != units[1]
    return enough and nearest.item.name.generic and one_slip_away(nearest, parts) and nearest not in parts
