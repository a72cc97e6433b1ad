"""What was checked, what passed, what could not be checked and which numbers no equation touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from checks.equation import Equation
from checks.judge import Status, Verdict
from extractor.extraction import Open
from extractor.figure import Figure


@dataclass(frozen=True, slots=True)
class Ledger:
    """All verdicts of a report. untouched are the figures in no equation that was decided."""

    verdicts: tuple[tuple[Equation, Verdict], ...]
    undetermined: tuple[tuple[str, int], ...]  # (reason key, count), most frequent first
    figures: tuple[Figure, ...]
    untouched: tuple[Figure, ...]

    def count(self, status: Status) -> int:
        return sum(verdict.status is status for _, verdict in self.verdicts)


def keep_ledger(
    figures: tuple[Figure, ...], verdicts: Iterable[tuple[Equation, Verdict]], unbound: Iterable[Open]
) -> Ledger:
    """Put the verdicts together with what the reader could not bind."""
    all_verdicts = tuple(verdicts)
    reasons = Counter(v.reason for _, v in all_verdicts if v.status is Status.UNDETERMINED)
    reasons.update(o.reason for o in unbound)
    decided = {f for e, v in all_verdicts if v.status is not Status.UNDETERMINED for f in e.relation.figures()}
    return Ledger(all_verdicts, tuple(reasons.most_common()), figures, tuple(f for f in figures if f not in decided))
