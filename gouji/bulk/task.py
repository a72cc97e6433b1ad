"""The work on one file, in whatever process it runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from checks.judge import Status as Verdict
from extractor.document import Status
from gouji.accepted import load_accepted
from gouji.bulk.limits import Limits, explain
from gouji.collect import collect
from gouji.config import Config, ConfigError, Policy
from gouji.fingerprint import fingerprint
from gouji.inputs import Input, read_input
from gouji.outcome import EquationRow, Outcome
from gouji.output.numbers import write_equation
from gouji.output.words import Lang, Words, clean
from gouji.publish import in_print_order, publish, publish_figure
from gouji.records import FigureRecord, ReportRecord
from gouji.report import Report, check_document, extract_document, failed_report
from gouji.uncollected import uncollected


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of every file of a run."""

    policy: Policy
    figures: bool = False
    equations: bool = False
    page: bool = False

    @property
    def words(self) -> Words:
        return Words(self.policy.config.lang)


@dataclass(frozen=True, slots=True)
class CheckTask:
    """Check one file. `run` never raises for what a file contains; `fail` is the outcome where nothing came back."""

    source: Input
    order: Order = field(repr=False)

    @property
    def limits(self) -> Limits:
        return limits_of(self.order.policy.config)

    @uncollected()
    def run(self) -> Outcome:
        try:
            return outcome_of(check_document(read_input(self.source)), self.order)
        except Exception as error:  # one report that breaks the program must not end the run over the others
            return self.fail(*explain(error, self.limits))

    def fail(self, kind: str, detail: str) -> Outcome:
        record = publish(failed_report(self.source.name, kind, detail), self.order.policy.config.lang)
        return Outcome(record, retry=kind != "broken")


@dataclass(frozen=True, slots=True)
class ExtractTask:
    """Extract the records of one file; the same promises."""

    source: Input
    lang: Lang
    limits: Limits

    @uncollected()
    def run(self) -> ReportRecord:
        try:
            return collect(extract_document(read_input(self.source)), Words(self.lang))
        except Exception as error:
            return self.fail(*explain(error, self.limits))

    def fail(self, kind: str, detail: str) -> ReportRecord:
        return collect(failed_report(self.source.name, kind, detail).extraction, Words(self.lang))


def limits_of(config: Config) -> Limits:
    return Limits(config.time_limit, config.memory_limit)


def outcome_of(report: Report, order: Order) -> Outcome:
    """What is kept of a checked report: its record, the fingerprints of its findings, the figures and the page if ordered."""
    words = order.words
    record = publish(report, words.lang)
    figures: tuple[FigureRecord, ...] = ()
    if order.figures and report.document.status is not Status.FAILED:
        figures = tuple(publish_figure(f, record, words) for f in in_print_order(report.extraction.figures))
    return Outcome(
        record,
        tuple(fingerprint(f) for f in report.findings),
        figures,
        tuple(_equations(report)) if order.equations else (),
        _page(report, order) if order.page else "",
    )


def _equations(report: Report) -> Iterator[EquationRow]:
    for equation, verdict in report.ledger.verdicts:
        text = write_equation(equation, None)
        if verdict.status is Verdict.HOLDS:
            text = text.replace(" ≠ ", " = ").replace(" > ", " ≤ ")
        yield EquationRow(equation.code, verdict.status.value, verdict.reason, clean(equation.main.label), text)


def _page(report: Report, order: Order) -> str:
    from gouji.output.page import write_page
    from gouji.select import show

    whole = outcome_of(report, Order(order.policy))
    try:
        accepted = load_accepted(report.document.path)
    except ConfigError:
        accepted = frozenset()
    return write_page(report, show(whole, order.policy, accepted), order.words)
