"""The road from statements to findings: checks run, equations merge, severities are capped, nothing kills the report."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from figures import figure, rate, report, terms, total
from hypothesis import given, settings
from hypothesis import strategies as st

from checks import registry
from checks.equation import Equation
from checks.examine import examine, merge
from checks.finding import Evidence, Fault, Severity
from checks.judge import Status
from checks.registry import Check, load_checks
from extractor.extraction import Extraction
from extractor.figure import Figure, Role
from extractor.location import Location
from extractor.quantity import Bound, Quantity
from extractor.statement import (
    Accuse,
    Binding,
    Change,
    Completion,
    Composition,
    Ratio,
    Same,
    Share,
    Source,
    Totals100,
)


def check_giving(*found: Equation | Fault, code: str = "XYZ101", severity: Severity = Severity.ERROR) -> Check:
    return Check(code, "样", "sample", severity, lambda extraction: found)


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch):
    """Runs the pipeline with nothing but the given checks."""

    def run(*checks: Check):
        monkeypatch.setattr(registry, "CHECKS", {})
        monkeypatch.setattr("checks.examine.CHECKS", {c.code: c for c in checks})
        return examine(report())

    return run


def test_every_check_module_can_be_imported():
    assert load_checks() == ()


def test_a_wrong_total_is_told_with_all_its_figures(only):
    whole, parts = figure("7900.48", label="合计"), [figure("338.98"), figure("7562.09")]
    [finding] = only(check_giving(total(whole, *parts))).findings
    assert (finding.code, finding.severity) == ("XYZ101", Severity.ERROR)
    assert [e.value for e in finding.evidence] == [Decimal("7900.48"), Decimal("338.98"), Decimal("7562.09")]
    assert finding.recomputed and str(finding.recomputed.value) == "7901.07"
    assert str(finding.difference) == "-0.59"


def test_two_prints_a_cent_apart_are_told_once(only):
    summary, detail = figure("236.63", label="卫生健康支出"), figure("236.64", label="卫生健康支出")
    basic, project = figure("236.64"), figure("0.00")
    [finding] = only(check_giving(total(summary, basic, project), total(summary, detail))).findings
    assert (finding.severity, finding.equation.relation.figures()) == (Severity.INFO, (summary, detail))


@pytest.mark.parametrize(
    ("equation", "severity"),
    [
        (total(figure("10"), figure("4"), figure("3"), exact=True), Severity.ERROR),
        (total(figure("10"), figure("4"), figure("3"), exact=True, accuse=Accuse.WARNING), Severity.WARNING),
        (total(figure("10"), figure("4"), figure("3"), exact=True, accuse=Accuse.INFO), Severity.INFO),
        (rate(figure("0.5%"), [figure("43.60")], [figure("7900.48")]), Severity.WARNING),  # less than a step off
        (total(figure("100.40"), figure("60.25"), figure("40")), Severity.WARNING),  # 40 may be rounded
        (total(figure("约200"), figure("60"), figure("40")), Severity.WARNING),
        (total(figure("236.63"), figure("236.64")), Severity.INFO),
    ],
)
def test_severity_is_what_licence_and_numbers_support(only, equation, severity):
    assert [f.severity for f in only(check_giving(equation)).findings] == [severity]


def test_severity_never_exceeds_the_check(only):
    equation = total(figure("10"), figure("4"), figure("3"), exact=True)
    assert only(check_giving(equation, severity=Severity.WARNING)).findings[0].severity is Severity.WARNING


def test_what_may_not_accuse_is_undetermined_with_its_reason(only):
    equation = total(figure("10"), figure("4"), accuse=Accuse.NOTHING, reason="selection")
    result = only(check_giving(equation))
    assert result.findings == ()
    assert result.ledger.undetermined == (("selection", 1),)


def test_a_broken_check_is_named_and_the_others_still_run(only):
    def broken(extraction: Extraction) -> Iterator[Equation]:
        yield total(figure("1"), figure("3"))
        raise ZeroDivisionError("no base")

    result = only(
        Check("BAD101", "坏", "broken", Severity.ERROR, broken), check_giving(total(figure("5"), figure("9")))
    )
    assert [p.detail for p in result.problems] == ["BAD101: ZeroDivisionError: no base"]
    assert ("check_broken", 1) in result.ledger.undetermined
    assert {f.code for f in result.findings} == {"BAD101", "XYZ101"}


def test_the_same_relation_counts_once_and_keeps_the_stronger_licence():
    whole, first, second = figure("10.00"), figure("4.00"), figure("3.00")
    likely = total(whole, first, second, accuse=Accuse.WARNING, rescues=(total(whole, first).relation,))
    sure = total(whole, second, first)
    [merged] = merge([likely, sure])
    assert merged.accuse is Accuse.ERROR
    assert len(merged.rescues) == 1


def test_a_figure_compared_with_itself_says_nothing():
    same = figure("5")
    assert list(merge([total(same, same)])) == []


def test_findings_stand_in_the_order_of_the_report(only):
    early, late = figure("1.00"), figure("2.00")
    result = only(check_giving(total(late, figure("9.00")), total(early, figure("8.00"))))
    assert [f.evidence[0].value for f in result.findings] == [Decimal("1.00"), Decimal("2.00")]


def test_a_fault_of_wording_becomes_a_finding(only):
    fault = Fault({"phrase": "增加/减少"}, (Evidence("增加/减少0万元", Location(line=3)),))
    [finding] = only(check_giving(fault, severity=Severity.WARNING)).findings
    assert (finding.severity, finding.fault.words) == (Severity.WARNING, {"phrase": "增加/减少"})


def test_the_ledger_counts_what_was_decided(only):
    result = only(
        check_giving(
            total(figure("7.00"), figure("4.00"), figure("3.00")),
            total(figure("9.00"), figure("4.00"), figure("3.00")),
            rate(figure("0%"), [figure("0.00")], [figure("0.00")]),
        )
    )
    counts = {status: result.ledger.count(status) for status in Status}
    assert counts == {Status.HOLDS: 1, Status.FAILS: 1, Status.UNDETERMINED: 1}
    assert result.ledger.undetermined == (("base_zero", 1),)


@pytest.mark.parametrize(
    ("stated", "above", "below", "told"),
    [
        ("62%", "7900.48", "21703.24", "36.40"),
        ("95.45%", "9746.50", "10210.34", "95.46"),
        ("0.5%", "43.6", "7900.48", "0.55"),
        ("84.13%", "111", "126", "88.10"),
    ],
)
def test_a_rate_is_recomputed_to_the_digits_that_tell(only, stated, above, below, told):
    [finding] = only(check_giving(rate(figure(stated), [figure(above)], [figure(below)]))).findings
    assert str(finding.recomputed.value) == told


NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40)
UNITS = st.sampled_from(["万元", "元", "百元", "亿元", "%", "‰", "倍", "人", "分", ""])


@st.composite
def any_figures(draw):
    value = draw(st.one_of(NUMBERS, st.integers(-200, 200).map(Decimal)))
    decimals = max(0, -int(value.as_tuple().exponent))
    quantity = Quantity(value, draw(UNITS), decimals, str(value), draw(st.sampled_from(Bound)))
    return Figure(
        quantity, draw(st.sampled_from(Role)), draw(st.sampled_from(["", "合计", "支出"])), Location(line=1), ""
    )


def any_statement(figures: list[Figure], accuse: Accuse):
    a, b, c, d = figures
    text = {"source": Source.TEXT, "binding": Binding(accuse, "selection")}
    return [
        Composition(**text, total=a, parts=terms(b, c, d)),
        Composition(**text, total=b, parts=terms(a, a), complete=False),
        Share(**text, rate=a, part=terms(b), whole=terms(c)),
        Change(**text, direction=-1, current=terms(a), delta=b, rate=c, rate_direction=1),
        Change(**text, direction=0, current=terms(a), base=terms(d), delta=b, rate=c),
        Change(**text, direction=1, current=terms(a), base=terms(d), rate=c),
        Completion(**text, rate=d, actual=terms(a), budget=terms(b)),
        Ratio(**text, value=a, numerator=terms(b), denominator=terms(c, d), times=100),
        Same(**text, first=a, second=b),
        Totals100(**text, parts=(a, b)),
    ]


@given(st.lists(any_figures(), min_size=4, max_size=4), st.sampled_from(Accuse))
@settings(max_examples=100, deadline=None)
def test_no_number_whatever_breaks_the_examination(figures, accuse):
    result = examine(report(*any_statement(figures, accuse), figures=tuple(figures)))
    assert [p for p in result.problems if p.kind == "check_broken"] == []
