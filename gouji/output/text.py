"""The report for people: grouped by document, findings in their order, the summary last."""

from __future__ import annotations

from typing import TextIO

from extractor.location import Location
from gouji.notice import failure
from gouji.outcome import Shown
from gouji.output.width import pad, width, wrap
from gouji.output.words import Words, clean, shorten
from gouji.records import EvidenceRecord, FindingRecord, SummaryRecord

MOST_EVIDENCE = 6
MOST_QUOTE = 90
MOST_REASONS = 3
COLOURS = {"error": "31", "warning": "33", "info": "36", "bold": "1", "dim": "2", "failed": "31"}


class TextWriter:
    def __init__(self, out: TextIO, words: Words, colour: bool = False, columns: int = 0) -> None:
        self._out = out
        self._words = words
        self._colour = colour
        self._columns = columns  # 0: lines are not broken

    def begin(self) -> None:
        pass

    def add(self, shown: Shown) -> None:
        record = shown.record
        if record.status == "failed":
            self._line(
                f"{self._paint('failed', clean(record.path))}: {failure([p.message for p in record.problems], self._words)}"
            )
            return
        self._header(shown)
        for number, finding in enumerate(record.findings, 1):
            self._finding(number, finding)
        if not record.findings:
            self._line(f"  {self._words.say('report', 'clean')}")
        self._line("")
        self._out.flush()

    def end(self, summary: SummaryRecord, interrupted: bool) -> None:
        line = self._words.say("summary", "line", **summary.model_dump())
        if summary.failed:
            line += self._words.say("summary", "failed", failed=summary.failed)
        self._line(self._paint("bold", line))
        if interrupted:
            self._line(self._words.say("summary", "interrupted"))

    def _header(self, shown: Shown) -> None:
        record, words = shown.record, self._words
        about = [record.organization, f"{record.year}" if record.year else "", words.say("kind", record.kind)]
        self._line(f"{self._paint('bold', clean(record.path))}  {'  '.join(filter(None, about))}")
        ledger = record.ledger
        counts = ledger.equations
        percent = 100 * ledger.numbers_checked // ledger.numbers if ledger.numbers else 0
        checked = words.say(
            "report",
            "checked",
            numbers=ledger.numbers,
            checked=ledger.numbers_checked,
            percent=percent,
            equations=counts.holds + counts.fails + counts.undetermined,
            **counts.model_dump(),
        )
        self._broken(checked, "  ")
        if ledger.undetermined:
            reasons = [
                words.say("report", "reason_count", reason=r.reason, count=r.count)
                for r in ledger.undetermined[:MOST_REASONS]
            ]
            self._broken(words.say("report", "reasons", list=words.say("amount", "list").join(reasons)), "  ")
        if shown.accepted:
            self._line("  " + words.say("report", "accepted", count=shown.accepted))
        for problem in record.problems:
            self._broken(f"{words.say('report', 'problem')}: {problem.message}", "  ")
        self._line("")

    def _finding(self, number: int, finding: FindingRecord) -> None:
        words = self._words
        severity = self._paint(finding.severity, words.say("severity", finding.severity))
        self._line(f"  {number:>2} {severity} {finding.code} {self._paint('bold', finding.title)}")
        self._broken(finding.message, "     ")
        rows: list[tuple[str, str]] = []
        if finding.equation:
            equations = finding.equation.split(words.say("report", "equations_joint"))
            rows += [(words.say("report", "equation") if i == 0 else "", text) for i, text in enumerate(equations)]
        if finding.cause and finding.cause.text:
            rows.append((words.say("report", "cause"), finding.cause.text))
        places = [self._evidence(e) for e in finding.evidence[:MOST_EVIDENCE]]
        if len(finding.evidence) > MOST_EVIDENCE:
            places.append(words.say("report", "more", count=len(finding.evidence) - MOST_EVIDENCE))
        rows += [(words.say("report", "evidence") if i == 0 else "", place) for i, place in enumerate(places)]
        indent = max((width(name) for name, _ in rows), default=0)
        for name, text in rows:
            self._broken(text, " " * (5 + indent + 2), f"     {pad(name, indent)}  ")
        self._line("")

    def _evidence(self, evidence: EvidenceRecord) -> str:
        place = self._place(evidence)
        value = f"{evidence.value}{evidence.unit}" if evidence.value is not None else ""
        quote = shorten(evidence.quote, MOST_QUOTE)
        is_alone = not value or len(quote) <= len(evidence.label) + len(value) + 2
        return f"{place}  {quote}" if is_alone else f"{place}  {value}  {quote}"

    def _place(self, evidence: EvidenceRecord) -> str:
        """Without its headings, which the message has told, unless nothing else is known of it."""
        at = evidence.location
        bare = self._words.place(at.location(with_section=False))
        return self._words.place(Location(section=at.section)) if bare == self._words.say("place", "none") else bare

    def _broken(self, text: str, indent: str, first: str | None = None) -> None:
        room = self._columns - width(indent)
        lines = wrap(text, room) if self._columns and room > 20 else [text]
        for number, line in enumerate(lines):
            self._line((first if number == 0 and first is not None else indent) + line)

    def _line(self, text: str) -> None:
        self._out.write(text.rstrip() + "\n")

    def _paint(self, colour: str, text: str) -> str:
        return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m" if self._colour else text
