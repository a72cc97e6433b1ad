"""Lists on lines of their own: a head, and below it the first number of each line."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.language.sums.fit import Entry, fits, is_close
from extractor.language.sums.members import MOST_PARTS, NEAR_LINES, head_totals, is_enumerated
from extractor.language.sums.partitions import is_partition, is_whole_of
from extractor.language.sums.settling import Said, settle
from extractor.language.sums.stream import Stream
from extractor.statement import Accuse, Binding


def read_block(stream: Stream, index: int) -> None:
    """…其中： and on the lines below it the parts, of which entries[index] is the first."""
    first = stream.entries[index].item
    heads = stream.before(index, NEAR_LINES)
    if not heads:
        return
    members = list(_block_members(stream, index))
    totals = head_totals(heads)
    if len(members) < 2 or not totals:
        return
    extents = [members, *[members[:n] for n in range(len(members) - 1, 1, -1)]] if not first.line.style else [members]
    lone = len([e for e in totals if e.item.line is totals[0].item.line]) == 1
    complete = is_enumerated(members) and (lone or is_close(totals[0], members))
    beside = [e for e in stream.entries[index : index + MOST_PARTS] if e.item.line is first.line]
    rescues = [beside] if len(beside) > 1 else []
    settle(stream, totals, extents, Said("open", enumerated=complete, block=True), rescues=rescues)


def read_listed_below(stream: Stream, index: int) -> None:
    """A head and on the lines below it 一、…二、…三、…, with no word that opens the list: where the parts are all
    that there can be, or fit."""
    line = stream.entries[index].item.line
    heads = [e for e in stream.before(index, 1) if not e.item.line.style and e.item.opens_line]
    members = list(_block_members(stream, index))
    if len(heads) != 1 or len(members) < 2 or line.section is not heads[0].item.line.section:
        return
    if fits(heads[0], members):
        stream.add(heads[0], members, Binding(), "列示", True)
    elif is_partition(heads[0], members) and is_whole_of(heads[0], members):
        stream.accuse(heads[0], members, Accuse.WARNING)


def _block_members(stream: Stream, index: int) -> Iterator[Entry]:
    """The first number of each following line that carries the list on."""
    first = stream.entries[index].item.line
    last = first.index
    for entry in stream.entries[index:]:
        line = entry.item.line
        if line.index == last and entry is not stream.entries[index]:
            continue
        if line.index - last > NEAR_LINES or line.style != first.style or line.section is not first.section:
            if line.style and line.index - last <= NEAR_LINES and line.style != first.style and first.style:
                continue
            return
        last = line.index
        if entry.item.opens_line:
            yield entry
