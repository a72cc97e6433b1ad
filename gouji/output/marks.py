"""Which characters of a report's blocks belong to which figure or finding: from places back to the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from checks.finding import Evidence
from extractor.document import Cell, Table
from extractor.location import Location, Text
from gouji.publish import shown_evidence
from gouji.records import EvidenceRecord, FindingRecord
from gouji.report import Report

RANKS = {"error": 4, "warning": 3, "info": 2, "open": 1, "checked": 0}
BLANKS = re.compile(r"\s+")
BlockPlace = tuple[int | None, int | None]  # page, block
CellPlace = tuple[int | None, int | None, int | None, int | None]


@dataclass(slots=True)
class Mark:
    """text[start:end] is a figure: error, warning, info, checked, or open where no equation reached it."""

    start: int
    end: int
    kind: str
    ids: list[str] = field(default_factory=list)


class MarkIndex:
    """Built once for a report; asked block by block."""

    def __init__(self, report: Report, findings: Sequence[FindingRecord]) -> None:
        self._in_file: dict[int | None, list[tuple[int, int, Mark]]] = defaultdict(list)  # page → places in the file
        self._in_block: dict[BlockPlace, list[tuple[str, Mark]]] = defaultdict(list)  # with the words around it
        self._in_cell: dict[CellPlace, list[Mark]] = defaultdict(list)
        self._anchors: set[tuple[int, int]] = set()
        self._of_file = _offsets_in_file(report)
        untouched = set(report.ledger.untouched)
        for figure in report.extraction.figures:
            self._put(figure.location, figure.quote, "open" if figure in untouched else "checked", "")
        told = self._told(report, findings)
        for number, finding in enumerate(findings, 1):
            for position, evidence in enumerate(told.get(number, ()), 1):
                self._put(evidence.location, evidence.quote, finding.severity, f"m{number}-{position}")
                self._anchors.add((number, position))
        for places in self._in_file.values():
            places.sort(key=lambda place: place[:2])

    def _told(self, report: Report, findings: Sequence[FindingRecord]) -> dict[int, list[Evidence]]:
        """The full places of the shown findings: records keep only what is published, the report has the rest."""
        rest = list(report.findings)
        found: dict[int, list[Evidence]] = {}
        for number, record in enumerate(findings, 1):
            for finding in rest:
                evidence = shown_evidence(finding)
                if finding.code == record.code and _same_quotes(record.evidence, [e.quote for e in evidence]):
                    found[number] = evidence
                    rest.remove(finding)
                    break
        return found

    def _put(self, at: Location, quote: str, kind: str, anchor: str) -> None:
        ids = [anchor] if anchor else []
        start, end = at.start or 0, at.end or 0
        if at.table and at.row and at.column:
            self._join(self._in_cell[at.page, at.table, at.row, at.column], Mark(0, 1_000_000, kind, ids))
        elif at.start is not None and not self._of_file:
            self._in_block[at.page, at.block].append((_dense(quote), Mark(start, end, kind, ids)))
        elif at.start is not None:
            self._in_file[at.page].append((start, end, Mark(start, end, kind, ids)))

    @staticmethod
    def _join(marks: list[Mark], mark: Mark) -> None:
        """One mark a cell, of the gravest kind."""
        if not marks:
            marks.append(mark)
            return
        if RANKS[mark.kind] > RANKS[marks[0].kind]:
            marks[0].kind = mark.kind
        marks[0].ids += mark.ids

    def anchor(self, finding: int, position: int) -> str:
        return f"m{finding}-{position}" if (finding, position) in self._anchors else ""

    def in_text(self, content: Text) -> list[Mark]:
        if not content.pieces:
            return []
        return _merged(self._from_pieces(content) if self._of_file else self._from_block(content))

    def _from_block(self, content: Text) -> Iterator[Mark]:
        """Where a place counts characters of its block and no number names the block, the words around it tell which."""
        places = dict.fromkeys((p.location.page, p.location.block) for p in content.pieces)
        dense = _dense(content.text)
        for place in places:
            for quote, mark in self._in_block.get(place, ()):
                if (quote in dense and any(c.isdigit() for c in content.text[mark.start : mark.end])) or quote == dense:
                    yield mark

    def _from_pieces(self, content: Text) -> Iterator[Mark]:
        for number, piece in enumerate(content.pieces):
            begin = piece.location.start
            if begin is None:
                continue
            stop = content.pieces[number + 1].start if number + 1 < len(content.pieces) else len(content.text)
            places = self._in_file.get(piece.location.page, [])
            at = bisect_right(places, begin - 1, key=lambda place: place[0])
            while at < len(places) and places[at][0] < begin + stop - piece.start:
                start, end, mark = places[at]
                offset = piece.start + start - begin
                yield Mark(
                    offset, _end_of(content, piece.location.page, end, offset + end - start), mark.kind, mark.ids
                )
                at += 1

    def in_cell(self, cell: Cell) -> list[Mark]:
        at = cell.location
        return self._in_cell.get((at.page, at.table, at.row, at.column), [])


def _end_of(content: Text, page: int | None, end: int, otherwise: int) -> int:
    """Where the place `end` of the file stands in the text: line ends inside a figure are not part of it."""
    for piece in reversed(content.pieces):
        begin = piece.location.start
        if piece.location.page == page and begin is not None and begin < end:
            return piece.start + end - begin
    return otherwise


def _merged(marks: Iterator[Mark]) -> list[Mark]:
    """Marks of the same characters are one, of the gravest kind."""
    found: dict[tuple[int, int], Mark] = {}
    for mark in marks:
        other = found.get((mark.start, mark.end))
        if other is None:
            found[mark.start, mark.end] = Mark(mark.start, mark.end, mark.kind, list(mark.ids))
            continue
        other.ids += mark.ids
        if RANKS[mark.kind] > RANKS[other.kind]:
            other.kind = mark.kind
    return list(found.values())


def _same_quotes(evidence: Sequence[EvidenceRecord], quotes: Sequence[str]) -> bool:
    from gouji.output.words import clean

    return [e.quote for e in evidence] == [clean(q) for q in quotes]


def _offsets_in_file(report: Report) -> bool:
    """Whether places count characters of the file (text formats) or of their block."""
    texts = (b.content for b in report.document.blocks if not isinstance(b, Table))
    return any(p.location.start is not None and p.location.block is None for t in texts for p in t.pieces)


def _dense(text: str) -> str:
    """Without blanks, and without the mark of a quotation that was cut."""
    return BLANKS.sub("", text).strip("…")
