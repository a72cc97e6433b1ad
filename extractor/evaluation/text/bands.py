"""Projects by score band: 自评得分100分项目6个 … 90分以上项目1个 …, their number in all, and the scores told within a band."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from extractor.evaluation.statements import BandCount, BandSame, BandScore
from extractor.evaluation.text.mentions import ScoreText, key_of, place
from extractor.evaluation.words import entries, pattern
from extractor.extraction import Open
from extractor.figure import Figure, Role
from extractor.quantity import Quantity
from extractor.statement import SURE, Accuse, Binding, Source, Statement

_ORDINALS = "一二三四五六七八九十"
_SIDES = {"以上": "low", "及以上": "low", "(含)以上": "low", "以下": "high", "(不含)以下": "high"}
MAYBE = Binding(Accuse.WARNING)
BESIDE = Binding(Accuse.NOTHING, "band_open")
SEVERAL = Binding(Accuse.NOTHING, "band_counts_several")
BEFORE_BAND = 12  # characters: 一是绩效自评得分 stands before the first band


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """One band of a paragraph: from start on to the next one. low and high are its printed limits."""

    start: int
    end: int
    count: Figure
    low: Figure | None
    high: Figure | None
    exact: bool


def read_score_bands(texts: Iterable[ScoreText]) -> tuple[list[Figure], list[Statement], list[Open]]:
    """Bands of every paragraph that holds scores: figures, statements, what stayed open. A score that was read already
    stays the same figure."""
    figures: list[Figure] = []
    statements: list[Statement] = []
    unbound: list[Open] = []
    for text in texts:
        if "分" in text.text and "个" in text.text:
            bands = _Bands(text)
            for statement, used in bands.read():
                statements.append(statement)
                figures += used
            unbound += bands.open
    return list(dict.fromkeys(figures)), statements, unbound


class _Bands:
    """Reads the bands of one paragraph."""

    def __init__(self, text: ScoreText) -> None:
        self.text = text.text
        self.block = text.block
        self.known = {m.span[0]: m.figure for m in text.mentions}
        self.told = text.told
        self.open: list[Open] = []

    def read(self) -> Iterator[tuple[Statement, tuple[Figure, ...]]]:
        bands = self._bands()
        if not bands:
            return
        if found := self._counted(bands):
            yield found, (found.total, *found.parts)
        elif len(bands) > 1:
            self.open.append(Open("band_total_unknown", bands[0].count))
        ends = [*(band.start for band in bands[1:]), self._last_end(bands[-1])]
        for i, (band, end) in enumerate(zip(bands, ends, strict=True)):
            for same in self._same(band, end):
                yield same, (same.first, same.second)
            beside = i > 0 and self._adjoin(bands[i - 1], band)
            for score in self._scores(band, end, BESIDE if beside else MAYBE):
                yield score, tuple(f for f in (score.score, score.low, score.high) if f)

    def _bands(self) -> list[Band]:
        """The bands in order; of overlapping readings the first of the list of patterns."""
        found: list[Band] = []
        taken = bytearray(len(self.text))
        for _, match in entries("bands"):
            for hit in match.finditer(self.text):
                if any(taken[hit.start() : hit.end()]):
                    continue
                taken[hit.start() : hit.end()] = b"\1" * len(hit[0])
                found.append(self._band(hit))
        return sorted(found, key=lambda band: band.start)

    def _band(self, hit: regex.Match[str]) -> Band:
        groups = hit.groupdict()
        count = self._figure(hit, "count", "个", Role.COUNT, hit[0])
        limit = self._figure(hit, "low", "分", Role.SCORE, hit[0])
        if groups.get("high"):
            high = self._figure(hit, "high", "分", Role.SCORE, hit[0])
            return Band(hit.start(), hit.end(), count, limit, high, False)
        side = _SIDES.get(groups.get("side") or "")
        if side == "high":
            return Band(hit.start(), hit.end(), count, None, limit, False)
        return Band(hit.start(), hit.end(), count, limit, None, side is None)

    def _figure(self, hit: regex.Match[str], group: str, unit: str, role: Role, label: str, quote: str = "") -> Figure:
        if known := self.known.get(hit.start(group)):
            return known
        digits = hit[group]
        _, _, fraction = digits.partition(".")
        quantity = Quantity(Decimal(digits), unit, len(fraction), f"{digits}{unit}")
        at = place(self.block, hit.start(group), hit.end(group))
        told = self.told.get(key_of(at))
        if told and told.quantity.unit == unit:
            return told
        return Figure(quantity, role, label, at, quote or hit[0], self.block.section.scope, concept=label)

    def _counted(self, bands: Sequence[Band]) -> BandCount | None:
        """The number of projects before the first band = Σ the bands and further enumerated groups (四是…等2个项目).

        An error where the groups are counted through (一是, 二是 …) and the total counts 个; a warning elsewhere.
        """
        totals = list(pattern("band_total").finditer(self.text, 0, bands[0].start))
        if not totals:
            return None
        hit = totals[-1]
        group = "after" if hit["after"] else "before"
        total = self._figure(hit, group, "个", Role.COUNT, "项目个数")
        groups = self._further(bands)
        if len(bands) + len(groups) < 2:
            return None
        sure = _counted_through(self.text[max(0, bands[0].start - BEFORE_BAND) :]) and hit[f"noun_{group}"] == "个"
        parts = (*(band.count for band in bands), *groups)
        return BandCount(source=Source.TEXT, binding=SURE if sure else MAYBE, total=total, parts=parts)

    def _further(self, bands: Sequence[Band]) -> list[Figure]:
        """Groups after the last band that name no score: 四是…等2个项目,未做绩效评价."""
        found = []
        markers = [hit for hit in pattern("band_marker").finditer(self.text) if hit.start() >= bands[-1].end]
        for i, marker in enumerate(markers):
            end = markers[i + 1].start() if i + 1 < len(markers) else len(self.text)
            if count := pattern("band_same").search(self.text, marker.end(), end):
                found.append(
                    self._figure(count, "count", "个", Role.COUNT, self.text[marker.start() : count.end()][:40])
                )
        return found

    def _last_end(self, band: Band) -> int:
        """The last band ends where the next enumerated group begins."""
        marker = pattern("band_marker").search(self.text, band.end)
        return marker.start() if marker else len(self.text)

    def _same(self, band: Band, end: int) -> Iterator[BandSame]:
        """得分100分项目6个 … 等6个项目: the number of one band, twice."""
        hits = list(pattern("band_same").finditer(self.text, band.end, end))
        for hit in hits:
            again = self._figure(hit, "count", "个", Role.COUNT, band.count.label, self._around(hit))
            yield BandSame(
                source=Source.TEXT, binding=MAYBE if len(hits) == 1 else SEVERAL, first=again, second=band.count
            )

    def _adjoin(self, before: Band, band: Band) -> bool:
        """Two bands named in one breath: a score told after them may belong to either."""
        between = self.text[before.end : band.start]
        return len(between) <= BEFORE_BAND and "。" not in between

    def _scores(self, band: Band, end: int, binding: Binding) -> Iterator[BandScore]:
        for hit in pattern("band_score").finditer(self.text, band.end, end):
            score = self._figure(hit, "score", "分", Role.SCORE, f"{band.count.label}中项目得分", self._around(hit))
            yield BandScore(
                source=Source.TEXT, binding=binding, score=score, low=band.low, high=band.high, exact=band.exact
            )

    def _around(self, hit: regex.Match[str]) -> str:
        return self.block.text[max(0, hit.start() - 30) : hit.end()].strip()


def _counted_through(text: str) -> bool:
    """Whether 一是, 二是 … follow each other without a gap."""
    seen = [hit["ordinal"] or hit["ordinal2"] for hit in pattern("band_marker").finditer(text)]
    return len(seen) > 1 and "".join(seen) == _ORDINALS[: len(seen)]
