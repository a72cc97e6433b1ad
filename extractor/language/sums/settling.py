"""Which of the totals and extents that the words license is meant, and what is told where none fits.

The words license several extents and totals; of these the first that fits is taken. Where none fits, the likeliest is
kept with what a failure may say: 其中 may be a selection, so an accusation needs a partition known from the rules of
public accounts, shares that make 100, an enumeration, parts that exceed their total, or a single slip.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from extractor.language.sums.claims import Claim, claim_of, is_known, is_told_again, licence
from extractor.language.sums.fit import ZERO, Entry, exceeds, fits, is_close, one_slip_away
from extractor.language.sums.members import as_named_by_shares, could_hold, share_noun
from extractor.language.sums.partitions import is_whole_of
from extractor.language.sums.stream import Stream
from extractor.statement import Accuse, Binding

Choice = tuple[Entry, Sequence[Entry]]  # a total, and its parts
MOST_RANKED = 12
MOST_SIGNED = 4  # amounts that are tried as ups and downs of a change


@dataclass(frozen=True, slots=True)
class Said:
    """How a list was told: the kind of words that open it (extents.opens), whether it stands inside another list,
    whether its parts are told one by one, whether it stands on the lines below its total."""

    kind: str
    nested: bool = False
    enumerated: bool = False
    block: bool = False


def settle(
    stream: Stream,
    totals: Sequence[Entry],
    extents: Sequence[Sequence[Entry]],
    said: Said,
    rescues: Sequence[Sequence[Entry]] = (),
    heads: Sequence[Entry] = (),
) -> None:
    """Add the group that is meant, likeliest totals and extents first. rescues: extents that go on beyond the list's
    own; heads: amounts farther back that the list may be of, and then fits. Neither accuses."""
    totals = as_named_by_shares(totals, extents[0] if extents else ())
    choices = [(t, x) for t in totals for x in extents if len(x) > 1 and t not in x]
    if not choices:
        _rescue(stream, totals, rescues)
        return
    if is_known(*choices[0]):
        rescues = ()
    for total, extent in choices + [(t, x) for t in totals for x in rescues if t not in x]:
        if fits(total, extent):
            again = choices[0][0]
            if total is not again and stream.kind == "money" and is_told_again(again, total, extent):
                stream.accuse(again, extent, Accuse.WARNING)
                return
            stream.add(total, extent, Binding(), "其中", True)
            return
    for total, extent in [(t, x) for t in heads for x in extents if len(x) > 1 and t not in x and t.value]:
        if fits(total, extent):
            stream.add(total, extent, Binding(), "其中", True)
            return
    choices = [(t, x) for t, x in choices if t.value != 0]
    if choices and not _known_further(stream, totals[0], rescues):
        _tell_misfit(stream, choices, said)


def _tell_misfit(stream: Stream, choices: Sequence[Choice], said: Said) -> None:
    """None of the choices fits: tell of the likeliest, as surely as its words allow."""
    nearest = choices[0][0]
    total, extent = _likeliest(choices, nearest)
    if _makes_change(total, extent):
        return
    claim = claim_of(said.kind, total, extent, said.enumerated)
    closed = said.kind in ("open", "closed", "made") and not said.nested
    over = closed and all(exceeds(t, x) for t, x in choices if t is nearest)
    over = over and _is_impossible(stream, nearest, extent, said.block)
    if said.kind == "axis" and total not in stream.totals and claim is not Claim.KNOWN:
        accuse = Accuse.NOTHING
    elif over and stream.kind != "money":
        accuse = Accuse.ERROR if claim is Claim.KNOWN else Accuse.WARNING
    else:
        accuse = licence(claim, total, extent, said.nested, over)
    if stream.kind == "change" and accuse is Accuse.ERROR:
        accuse = Accuse.WARNING  # what was a part last year may be gone
    stream.accuse(total, extent, accuse)


def _makes_change(total: Entry, extent: Sequence[Entry]) -> bool:
    """结转60万元，较年初减少40万元，其中使用80万元，新增40万元: the amounts are of the change, one way or the other."""
    if len(extent) > MOST_SIGNED:
        return False
    changes = {d.measure.quantity.value * d.measure.quantity.factor for d in total.item.deltas}
    return any(
        abs(sum((sign * p.value for sign, p in zip(signs, extent, strict=True)), ZERO)) in changes
        for signs in product((1, -1), repeat=len(extent))
    )


def _is_impossible(stream: Stream, total: Entry, extent: Sequence[Entry], block: bool) -> bool:
    """Whether parts that are more than their total must be a fault: read in its sentence or as the list below it,
    and of one noun."""
    beside = total.item.sentence == extent[0].item.sentence or (block and stream.kind == "money")
    again = any(p.value == total.value for p in extent[1:])  # 其中 A，全年可用 T: the total told again, no part
    apart = ";" in extent[1].item.gap and ":" not in extent[0].item.gap  # 其中新增1.5亿元；余额12.5亿元
    if not beside or again or apart or not could_hold(total, extent[1:]):
        return False
    return stream.kind == "money" or share_noun(total, extent)


def _rescue(stream: Stream, totals: Sequence[Entry], extents: Sequence[Sequence[Entry]]) -> None:
    """其中 with one part in its sentence: the rest may follow in the next ones."""
    for total, extent in [(t, x) for t in totals for x in extents if len(x) > 1 and t not in x]:
        if fits(total, extent):
            stream.add(total, extent, Binding(), "其中", True)
            return
    if totals:
        _known_further(stream, totals[0], extents)


def _known_further(stream: Stream, total: Entry, extents: Sequence[Sequence[Entry]]) -> bool:
    """Whether the sentences that follow bring all parts of a whole of that name: then they are told not to fit."""
    known = [x for x in extents if len(x) > 1 and total not in x and is_whole_of(total, x)]
    if known and total.value:
        stream.accuse(total, max(known, key=len), Accuse.WARNING)
    return bool(known)


def _likeliest(choices: Sequence[Choice], nearest: Entry) -> Choice:
    def rank(choice: Choice) -> tuple[bool, bool, bool, bool]:
        total, extent = choice
        return is_known(total, extent), one_slip_away(total, extent), is_close(total, extent), total is nearest

    return max(choices[:MOST_RANKED], key=rank)
