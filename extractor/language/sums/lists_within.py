"""Lists within a line, opened by a word or a bracket: 其中, 包括, （…）, ：一、…；二、…."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from extractor.language.sums.chains import CLOSING
from extractor.language.sums.extents import LISTS, announced_members, further_extents, opens, sentence_extents
from extractor.language.sums.fit import Entry
from extractor.language.sums.members import (
    NEAR_LINES,
    is_last_years,
    is_part_in_sentence,
    numbered_members,
    tells_what_became,
)
from extractor.language.sums.settling import Said, settle
from extractor.language.sums.stream import Stream
from extractor.language.words.markers import is_added
from extractor.quantity import Bound

MOST_LISTED = 150  # numbers behind one opener of a list in its line that are looked at
MOST_HEADS = 12  # of a sentence, amounts farther back than the nearest that a list may be of


def read_marked(stream: Stream, index: int) -> None:
    """其中, 包括, a bracket: the list that the words before entries[index] open, and what it may be of."""
    entry = stream.entries[index]
    item, kind = entry.item, opens(entry.item)
    before = stream.before(index, 0)
    if not before and item.opens_line:
        before = stream.before(index, NEAR_LINES)
    if not before or (kind == "bracket" and (item.depth == 0 or "。" in item.gap)):
        return
    new_sentence = "。" in item.gap or item.opens_line
    outer = [e for e in before if e.item.depth <= item.depth]  # 130.8亿元(含设计2亿元)，其中…: no list of the note's
    totals = _totals(outer or before, new_sentence or kind == "axis")
    following = list(islice(_following(stream, index), MOST_LISTED))
    if kind != "bracket" and not new_sentence:
        following = _not_of_outer(stream, following, totals[0])
    if sum(e.item.sentence == item.sentence for e in following) == 1:
        item.total = item.total or totals[0].item
    nested = not new_sentence and kind != "bracket" and is_part_in_sentence(totals[0].item, item)
    extents = sentence_extents(following, item, nested)
    counted = numbered_members(following) or announced_members(following)
    extents = [counted, *extents] if len(counted) > 1 and kind != "bracket" else extents
    heads = [e for e in before if e.item.sentence == before[-1].item.sentence and e not in totals][-MOST_HEADS:]
    settle(stream, totals, extents, Said(kind, nested), rescues=further_extents(following, item), heads=heads)


def read_numbered(stream: Stream, index: int) -> None:
    """合计9万元：一、水费4万元；二、电费5万元: numbered parts behind an amount of their line, and no other word."""
    before = stream.before(index, 0)
    if not before or before[-1].item.depth:
        return
    members = numbered_members([e for e in stream.entries[index:] if e.item.line is before[-1].item.line])
    if len(members) > 1 and ":" in members[0].item.gap:
        heads = [e for e in before if e.item.total is None]
        settle(stream, list(dict.fromkeys([before[-1], *heads[-1:]])), [members], Said("open"))


def _not_of_outer(stream: Stream, following: list[Entry], total: Entry) -> list[Entry]:
    """A list inside a list ends where a part of the outer list, already found to fit, stands."""
    group = stream.outer.get(total)
    outer = group.parts if group else ()
    stop = next((n for n, e in enumerate(following) if e in outer), len(following))
    return following[:stop]


def _totals(before: list[Entry], far: bool) -> list[Entry]:
    nearest = before[-1]
    totals = [nearest]
    if far:
        heads = [e for e in before if e.item.total is None]
        if heads:
            totals = [heads[-1], *totals] if heads[-1] is not nearest else totals
        above = [e for e in before if e.item is nearest.item.total]
        totals = above + totals + [e for e in reversed(heads) if e not in totals]
    return list(dict.fromkeys(totals))[:4]


def _following(stream: Stream, index: int) -> Iterator[Entry]:
    first = stream.entries[index].item
    for entry in stream.entries[index:]:
        item = entry.item
        if item.line is not first.line or (first.depth and item.depth < first.depth):
            return
        if item is not first and entry.measure.quantity.bound is Bound.AT_MOST:
            return
        if item is not first and is_added(item.marker) and opens(first) != "made":
            return
        if item is not first and (item.marker in CLOSING or (opens(item) in ("axis",))):
            return
        if item is not first and is_last_years(entry.measure) and not is_last_years(stream.entries[index].measure):
            continue
        if item is not first and item.sentence != first.sentence and opens(item) in LISTS:
            return
        if item is not first and "L" in item.gap and "L" not in first.gap:
            return
        if (
            item is not first
            and tells_what_became(entry.measure)
            and not tells_what_became(stream.entries[index].measure)
        ):
            return
        yield entry
