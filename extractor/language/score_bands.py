"""Projects by score band: 自评得分100分项目6个 … 90分以上项目1个 …, their number in all, and the scores told within a band."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from extractor.document import Document, Heading, Paragraph
from extractor.figure import Figure, Role
from extractor.language.scores import place
from extractor.quantity import Quantity
from extractor.score_statement import BandCount, BandSame, BandScore
from extractor.statement import SURE, Accuse, Binding, Source, Statement
from extractor.tables.score_words import entries, pattern
from extractor.width import fold

_ORDINALS = "一二三四五六七八九十"
_SIDES = {"以上": "low", "及以上": "low", "(含)以上": "low", "以下": "high", "(不含)以下": "high"}
MAYBE = Binding(Accuse.WARNING)


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """One band of a paragraph: from start on to the next one. low and high are its printed limits."""

    start: int
    end: int
    count: Figure
    low: Figure | None
    high: Figure | None
    exact: bool


def read_score_bands(document: Document) -> tuple[list[Figure], list[Statement]]:
    """Bands of every paragraph: figures and statements."""
    figures: list[Figure] = []
    statements: list[Statement] = []
    for block in document.blocks:
        if isinstance(block, Paragraph | Heading) and "分" in block.text and "个" in block.text:
            for statement, used in _read(block):
                statements.append(statement)
                figures += used
    return list(dict.fromkeys(figures)), statements


def _read(block: Paragraph | Heading) -> Iterator[tuple[Statement, tuple[Figure, ...]]]:
    text = fold(block.text)
    bands = _bands(block, text)
    if not bands:
        return
    if found := _counted(block, text, bands):
        yield found, (found.total, *found.parts)
    ends = [*(band.start for band in bands[1:]), _last_end(text, bands[-1])]
    for band, end in zip(bands, ends, strict=True):
        for same in _same(block, text, band, end):
            yield same, (same.first, same.second)
        for score in _scores(block, text, band, end):
            yield score, tuple(f for f in (score.score, score.low, score.high) if f)


def _bands(block: Paragraph | Heading, text: str) -> list[Band]:
    """The bands in order; of overlapping readings the first of the list of patterns."""
    found: list[Band] = []
    for _, match in entries("bands"):
        for hit in match.finditer(text):
            if any(hit.start() < band.end and band.start < hit.end() for band in found):
                continue
            found.append(_band(block, hit))
    return sorted(found, key=lambda band: band.start)


def _band(block: Paragraph | Heading, hit: regex.Match[str]) -> Band:
    groups = hit.groupdict()
    count = _figure(block, hit, "count", "个", Role.COUNT, hit[0])
    limit = _figure(block, hit, "low", "分", Role.SCORE, hit[0])
    if groups.get("high"):
        high = _figure(block, hit, "high", "分", Role.SCORE, hit[0])
        return Band(hit.start(), hit.end(), count, limit, high, False)
    side = _SIDES.get(groups.get("side") or "")
    if side == "high":
        return Band(hit.start(), hit.end(), count, None, limit, False)
    return Band(hit.start(), hit.end(), count, limit, None, side is None)


def _figure(
    block: Paragraph | Heading, hit: regex.Match[str], group: str, unit: str, role: Role, label: str, quote: str = ""
) -> Figure:
    digits = hit[group]
    _, _, fraction = digits.partition(".")
    quantity = Quantity(Decimal(digits), unit, len(fraction), f"{digits}{unit}")
    at = place(block, hit.start(group), hit.end(group))
    return Figure(quantity, role, label, at, quote or hit[0], block.section.scope, concept=label)


def _counted(block: Paragraph | Heading, text: str, bands: Sequence[Band]) -> BandCount | None:
    """The number of projects before the first band = Σ the bands and further enumerated groups (四是…等2个项目).

    An error where the groups are counted through (一是, 二是 …) and the total counts 个; a warning elsewhere.
    """
    totals = list(pattern("band_total").finditer(text, 0, bands[0].start))
    if not totals:
        return None
    hit = totals[-1]
    group = "after" if hit["after"] else "before"
    total = _figure(block, hit, group, "个", Role.COUNT, "项目个数")
    groups = _further(block, text, bands)
    if len(bands) + len(groups) < 2:
        return None
    sure = _counted_through(text[bands[0].start - 12 if bands[0].start > 12 else 0 :]) and hit[f"noun_{group}"] == "个"
    parts = (*(band.count for band in bands), *groups)
    return BandCount(source=Source.TEXT, binding=SURE if sure else MAYBE, total=total, parts=parts)


def _further(block: Paragraph | Heading, text: str, bands: Sequence[Band]) -> list[Figure]:
    """Groups after the last band that name no score: 四是…等2个项目,未做绩效评价."""
    found = []
    markers = [hit for hit in pattern("band_marker").finditer(text) if hit.start() >= bands[-1].end]
    for i, marker in enumerate(markers):
        end = markers[i + 1].start() if i + 1 < len(markers) else len(text)
        if count := pattern("band_same").search(text, marker.end(), end):
            found.append(_figure(block, count, "count", "个", Role.COUNT, text[marker.start() : count.end()][:40]))
    return found


def _counted_through(text: str) -> bool:
    """Whether 一是, 二是 … follow each other without a gap."""
    seen = [hit["ordinal"] or hit["ordinal2"] for hit in pattern("band_marker").finditer(text)]
    return len(seen) > 1 and "".join(seen) == _ORDINALS[: len(seen)]


def _last_end(text: str, band: Band) -> int:
    """The last band ends where the next enumerated group begins."""
    marker = pattern("band_marker").search(text, band.end)
    return marker.start() if marker else len(text)


def _same(block: Paragraph | Heading, text: str, band: Band, end: int) -> Iterator[BandSame]:
    """得分100分项目6个 … 等6个项目: the number of one band, twice."""
    hits = list(pattern("band_same").finditer(text, band.end, end))
    if len(hits) == 1:
        again = _figure(block, hits[0], "count", "个", Role.COUNT, band.count.label, _around(block, hits[0]))
        yield BandSame(source=Source.TEXT, binding=MAYBE, first=again, second=band.count)


def _scores(block: Paragraph | Heading, text: str, band: Band, end: int) -> Iterator[BandScore]:
    for hit in pattern("band_score").finditer(text, band.end, end):
        score = _figure(block, hit, "score", "分", Role.SCORE, f"{band.count.label}中项目得分", _around(block, hit))
        yield BandScore(
            source=Source.TEXT, binding=MAYBE, score=score, low=band.low, high=band.high, exact=band.exact
        )


def _around(block: Paragraph | Heading, hit: regex.Match[str]) -> str:
    return block.text[max(0, hit.start() - 30) : hit.end()].strip()
