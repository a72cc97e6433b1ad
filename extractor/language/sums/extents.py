"""How far a list of parts reaches: its sentence, its semicolon, what is nested inside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, product

import regex

from extractor.language.sums.fit import Entry
from extractor.language.things.item import Item
from extractor.language.words.lexer import read_chinese
from extractor.language.words.markers import OPENING, marker_kinds
from patterns.load import load_yaml

LISTS = ("closed", "open", "made", "selection", "colon")
MOST_EXTENTS = 60
MOST_FURTHER = 4  # numbers of later sentences that may still belong to a list


def opens(item: Item) -> str:
    """How an item's marker opens a list of parts: closed, open, made, selection, axis, bracket, colon (资金9万元：中央4万元、
    省级5万元), or "" where it does not."""
    if item.marker == "(":
        return "bracket"
    kind = marker_kinds().get(item.marker, "")
    if kind in OPENING:
        return kind
    if item.marker or "L" in item.gap:
        return ""
    return "colon" if item.gap.startswith(":") or parts_announced(item) > 1 else ""


def parts_announced(first: Item) -> int:
    """分配到七个县区：…, 安排给四所学校，分别为…: how many parts the words before the first of them say there are, else 0."""
    if first.amount is None or not ({":", ","} & set(first.gap)):
        return 0
    told = _so_many().search(first.amount.words())
    return int(read_chinese(told["count"])) if told else 0


def announced_members(following: Sequence[Entry]) -> list[Entry]:
    """The members of a list that is as long as the words before it say; what goes on behind them is none of it."""
    count = parts_announced(following[0].item) if following else 0
    members = [e for e in following if e.item.depth == following[0].item.depth][:count]
    return members if len(members) == count and not any(opens(e.item) for e in members[1:]) else []


@cache
def _so_many() -> regex.Pattern[str]:
    return regex.compile(load_yaml("markers")["so_many"])


def sentence_extents(following: Sequence[Entry], first: Item, nested: bool) -> list[list[Entry]]:
    """The lists the words name: this sentence, up to the semicolon where commas part its first members; what is
    nested in it is taken out."""
    sentence = [e for e in following if e.item.sentence == first.sentence]
    semicolon = next((n for n, e in enumerate(sentence) if n and ";" in e.item.gap), 0)
    opened_inside = any(opens(e.item) for e in sentence[1:semicolon])
    if semicolon and not opened_inside and (semicolon > 1 or nested):
        sentence = sentence[:semicolon]
    found: list[list[Entry]] = []
    for extent in _without_nested(sentence, first.depth):
        if extent not in found:
            found.append(extent)
    return found[:MOST_EXTENTS]


def further_extents(following: Sequence[Entry], first: Item) -> list[list[Entry]]:
    """Lists that end sooner or go on in the next sentences: they may rescue a reading but never accuse."""
    sentence = [e for e in following if e.item.sentence == first.sentence]
    longest = min(len(following), len(sentence) + MOST_FURTHER)
    reaches = [sentence, *[list(following[:n]) for n in range(len(sentence) + 1, longest + 1)]]
    longer = [extent for reach in reaches for extent in _without_nested(reach, first.depth)]
    return (longer + [sentence[:n] for n in range(len(sentence) - 1, 1, -1)])[:MOST_EXTENTS]


def _without_nested(reach: list[Entry], depth: int) -> Iterator[list[Entry]]:
    """Each way in which the 其中 inside a list may end; brackets end where they close."""
    starts = [i for i, e in enumerate(reach) if i and (opens(e.item) in LISTS or e.item.depth > depth)]
    starts = [i for n, i in enumerate(starts) if n == 0 or reach[i].item.depth <= depth or starts[n - 1] != i - 1]
    options: list[list[range]] = []
    for number, start in enumerate(starts):
        limit = starts[number + 1] if number + 1 < len(starts) else len(reach)
        if reach[start].item.depth > depth:
            stop = start
            while stop < len(reach) and reach[stop].item.depth > depth:
                stop += 1
            options.append([range(start, stop)])
            continue
        semicolon = next((i for i in range(start + 1, limit) if ";" in reach[i].item.gap), limit)
        ends = sorted(range(start + 1, limit + 1), key=lambda end: end != semicolon)
        options.append([range(start, end) for end in ends])
    for combination in islice(product(*options), MOST_EXTENTS):
        dropped = {i for span in combination for i in span}
        yield [e for i, e in enumerate(reach) if i not in dropped]
