"""Lists that no word opens: amounts behind one that they make, or are known to make."""

from __future__ import annotations

from extractor.language.sums.chains import begins_closed
from extractor.language.sums.claims import after_colon, claim_of, licence
from extractor.language.sums.extents import MOST_EXTENTS, opens
from extractor.language.sums.fit import Entry, count_digits, fits, one_slip_away
from extractor.language.sums.members import MOST_PARTS, as_named_by_shares, could_hold, reads_on
from extractor.language.sums.partitions import is_partition, is_whole_of
from extractor.language.sums.stream import Stream
from extractor.statement import Accuse, Binding

LONG_NUMBER = 5  # digits from which a sum without a marker that misses by one slip is no accident


def read_unmarked(stream: Stream, index: int) -> None:
    """Amounts right behind entries[index] that make it; told not to fit only where nothing else can be meant."""
    total = stream.entries[index]
    if total.value == 0 or total in stream.totals:
        return
    following = _following(stream, index)
    if begins_closed(total, following):
        return
    extents = [f for f in (following, *[following[:n] for n in range(len(following) - 1, 1, -1)]) if len(f) > 1]
    for extent in extents[:MOST_EXTENTS]:
        if sum(p.value != 0 for p in extent) > 1 and fits(total, extent):
            stream.add(total, extent, Binding(), "列示", True)
            return
    if total.item.total is not None and stream.kind == "money":
        return
    for extent in extents:
        known = is_partition(total, extent) and (stream.kind != "count" or is_whole_of(total, extent))
        if known and as_named_by_shares([total], extent):
            stream.accuse(total, extent, Accuse.WARNING)
            return
    announced = after_colon(total, following) if stream.kind == "money" else []
    if len(announced) > 1:
        stream.accuse(total, announced, licence(claim_of("closed", total, announced), total, announced, False, False))
        return
    staged = [x for x in extents if total.item.completions or not any(p.item.completions for p in x)]
    for extent in staged if stream.kind == "money" else []:
        enough = count_digits(total.measure.quantity) >= LONG_NUMBER
        alike = all(p.item.basis == total.item.basis for p in extent)  # a budget is no sum of what was spent of it
        read = enough and alike and reads_on(total, extent)
        if read and could_hold(total, extent) and one_slip_away(total, extent):
            stream.accuse(total, extent, Accuse.WARNING)
            return


def _following(stream: Stream, index: int) -> list[Entry]:
    total = stream.entries[index]
    following: list[Entry] = []
    for entry in stream.entries[index + 1 :]:
        near = entry.item.line is total.item.line
        if not near or entry in stream.used or entry.item.sentence - total.item.sentence > len(following) + 1:
            break
        if entry.item.marker and opens(entry.item) and not following:
            break
        following.append(entry)
        if len(following) == MOST_PARTS:
            break
    return following
