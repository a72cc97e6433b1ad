"""What two prints allow: the judge decides by the digits printed, with no tolerance of its own."""

from decimal import Decimal

import pytest
from figures import figure, rate, total

from checks.equation import Equation, Quotient, Sum, Weighted, minus, plus
from checks.judge import Status, demanded, judge, nominal
from checks.prints import Prints
from extractor.figure import Role
from extractor.quantity import Bound, Quantity
from extractor.statement import Accuse

HOLDS, FAILS, UNDETERMINED = Status


@pytest.mark.parametrize(
    ("whole", "parts", "status"),
    [
        ("599.53", ["426.12", "80.92", "30.7", "61.78"], HOLDS),  # one hundredth off, four roundings
        ("2319.21", ["2000.00", "319.22"], HOLDS),
        ("100.00", ["60.00", "40.03"], FAILS),
        ("7900.48", ["338.98", "7562.09"], FAILS),
        ("646.16", ["622", "16", "8.16"], HOLDS),  # 622 is 622.00 here
        ("646.16", ["622", "16", "8.56"], FAILS),
        ("646", ["622.4", "23.9"], HOLDS),  # the total keeps the step it was printed with
        ("0", ["0.00", "0.00"], HOLDS),
        ("-13.27", ["-10.00", "-3.27"], HOLDS),
        ("14.3亿元", ["85804", "40020", "17200"], HOLDS),
        ("6295.7", ["6295.71"], HOLDS),
        ("1,000.50", ["1000.5"], HOLDS),
    ],
)
def test_sums_meet_within_their_printed_digits(whole, parts, status):
    assert judge(total(figure(whole), *map(figure, parts))).status is status


@pytest.mark.parametrize(
    ("stated", "above", "below", "status"),
    [
        ("27.52%", ["1140.27"], ["4143.91"], HOLDS),
        ("62%", ["7900.48"], ["21703.24"], FAILS),
        ("-6%", ["-15.22"], ["252.74"], HOLDS),
        ("-3.2%", ["-32.00"], ["1000.00"], HOLDS),
        ("3.2%", ["-32.00"], ["1000.00"], FAILS),
        ("12.5%", ["-12.50"], ["-100.00"], HOLDS),  # a negative base
        ("2.5‰", ["2.50"], ["1000.00"], FAILS),  # per mille asks for scale 1000
        ("100.2%", ["10.5亿元"], ["104837万元"], HOLDS),
        ("73.5%", ["28.1亿元"], ["38.3亿元"], HOLDS),
        ("100%", ["0.00"], ["0.00"], UNDETERMINED),
        ("100%", ["8.30"], ["0"], UNDETERMINED),
    ],
)
def test_rates_follow_from_their_amounts(stated, above, below, status):
    assert judge(rate(figure(stated), [*map(figure, above)], [*map(figure, below)])).status is status


def test_scales():
    assert judge(rate(figure("2.5‰"), [figure("2.50")], [figure("1000.00")], 1000)).status is HOLDS
    assert judge(rate(figure("9.1倍"), [figure("91.00")], [figure("10.00")], 1)).status is HOLDS


def test_a_figure_in_both_sums_of_a_quotient_moves_once():
    """The rate of 20 on (120 - 20); read apart, the 20 would allow 19.6 to 20.5 %."""
    current, change = figure("120"), figure("20", role=Role.CHANGE)
    for printed, status in [("20.0%", HOLDS), ("19.3%", HOLDS), ("18.9%", FAILS), ("21.0%", FAILS)]:
        r = figure(printed, role=Role.GROWTH)
        assert judge(Equation(Quotient(r, plus(change), plus(current) + minus(change)), r)).status is status, printed


def test_many_figures_in_both_sums():
    changes = [figure("5.00") for _ in range(12)]
    r = figure("150%", role=Role.GROWTH)
    relation = Quotient(r, plus(*changes), plus(figure("100.00")) + minus(*changes))
    assert judge(Equation(relation, r)).status is HOLDS


@pytest.mark.parametrize(
    ("first", "second", "status", "touching"),
    [
        ("236.63", "236.64", HOLDS, True),
        ("236.63", "236.63", HOLDS, False),
        ("236.63", "236.65", FAILS, False),
        ("6295.7", "6295.74", HOLDS, False),  # a rounding of the other
        ("6295.74", "6295.7", HOLDS, False),
        ("6295.7", "6295.76", FAILS, False),
        ("100", "100.34", HOLDS, True),  # no decimals: dropped zeros or rounded?
        ("100", "100.00", HOLDS, False),
        ("5428.1", "524810百元", FAILS, False),
        ("5428.1", "542810百元", HOLDS, False),
    ],
)
def test_two_prints_of_one_amount(first, second, status, touching):
    verdict = judge(total(figure(first), figure(second)))
    assert (verdict.status, verdict.touching) == (status, touching)


@pytest.mark.parametrize(
    ("whole", "parts", "mark"),
    [
        ("100.40", ["60.25", "40"], "coarse"),  # 40 may stand for 40.15
        ("100.00", ["60.00", "40.02"], "slight"),
        ("约200", ["60.00", "40.00"], "rough"),
        ("100.00", ["60.00", "50.00"], ""),
    ],
)
def test_what_a_failure_lacks_to_be_sure(whole, parts, mark):
    verdict = judge(total(figure(whole), *map(figure, parts)))
    assert verdict.status is FAILS
    assert [m for m in ("coarse", "slight", "rough") if getattr(verdict, m)] == ([mark] if mark else [])


@pytest.mark.parametrize(
    ("printed", "bound", "other", "status"),
    [
        ("100", Bound.ABOUT, "104", HOLDS),
        ("100", Bound.ABOUT, "96", HOLDS),
        ("100", Bound.ABOUT, "120", FAILS),
        ("100", Bound.AT_LEAST, "104", HOLDS),
        ("100", Bound.AT_LEAST, "96", FAILS),
        ("100", Bound.AT_MOST, "96", HOLDS),
        ("100", Bound.AT_MOST, "104", FAILS),
    ],
)
def test_approximate_numbers_are_as_wide_as_their_words(printed, bound, other, status):
    about = figure(printed)
    about = type(about)(Quantity(Decimal(printed), "万元", 0, printed, bound), *(about.role, "", about.location, ""))
    assert judge(total(about, figure(other))).status is status


@pytest.mark.parametrize(
    ("whole", "parts", "status"),
    [
        ("120.02", ["10.00"] * 12, HOLDS),  # two steps of rounding in twelve parts are nothing unlikely
        ("120.05", ["10.00"] * 12, FAILS),  # five are, though thirteen half steps could make them
        ("20.01", ["10.00"] * 2, HOLDS),
        ("30.02", [*["10.00"] * 3, *["0.00"] * 9], HOLDS),
        ("20.02", [*["10.00"] * 2, *["0.00"] * 9], FAILS),  # a printed nought is no rounding
    ],
)
def test_roundings_seldom_all_fall_on_one_side(whole, parts, status):
    verdict = judge(total(figure(whole), *map(figure, parts)))
    assert verdict.status is status
    assert verdict.strained is (status is FAILS)


def test_printed_noughts_beside_one_part_change_nothing():
    assert judge(total(figure("28.11"), figure("28.10"), figure("0.00"))).touching
    assert not judge(total(figure("28.11"), figure("28.11"), figure("0.00"))).touching


def test_counts_and_scores_are_exact():
    assert judge(total(figure("39", "个"), figure("33", "个"), figure("7", "个"))).status is FAILS
    assert judge(rate(figure("88.13%"), [figure("111", "人")], [figure("126", "人")])).status is FAILS
    assert judge(total(figure("39", "个"), figure("33", "个"), figure("7", "个"), exact=True)).status is FAILS
    assert not judge(total(figure("39", "个"), figure("33", "个"), figure("7", "个"), exact=True)).slight
    assert judge(total(figure("97", "分"), figure("90", "分"), figure("7.4", "分"), exact=True)).slight


def test_at_most():
    for small, large, status in [("5", "10", HOLDS), ("10", "10", HOLDS), ("10", "5", FAILS)]:
        a, b = figure(small, "分"), figure(large, "分")
        assert judge(Equation(Sum(plus(a) + minus(b), at_most=True), a, exact=True)).status is status


def test_a_constant_and_fractional_coefficients():
    shares = [figure(s) for s in ("60.1%", "39.9%")]
    assert judge(Equation(Sum(plus(*shares), constant=Decimal(-100)), shares[0])).status is HOLDS
    half = Sum((Weighted(Decimal("0.5"), figure("10.00")), *minus(figure("5.00"))))
    assert judge(Equation(half, half.terms[0].figure)).status is HOLDS
    shifted = Sum((Weighted(Decimal("0.5"), figure("10.00")), *minus(figure("8.00"))), constant=Decimal(30000))
    assert judge(Equation(shifted, shifted.terms[0].figure)).status is HOLDS


def test_rescues_make_it_hold_and_never_accuse():
    whole, part, other = figure("100.00"), figure("60.00"), figure("40.00")
    rescue = Sum(plus(whole) + minus(part, other))
    verdict = judge(total(whole, part, rescues=(Sum(plus(whole) + minus(other)), rescue)))
    assert (verdict.status, verdict.reading) == (HOLDS, 2)
    assert judge(total(whole, part, other, rescues=(Sum(plus(whole) + minus(other)),))).reading == 0


def test_a_reading_that_nearly_holds_softens_the_failure_of_another():
    r, part, whole, other = figure("38.28%"), figure("2570.97"), figure("4143.91"), figure("6714.88")
    reading = rate(r, [part], [other]).relation
    assert judge(rate(r, [part], [whole], rescues=(reading,))).slight
    assert not judge(rate(r, [part], [whole])).slight


def test_what_may_not_accuse_is_undetermined():
    verdict = judge(total(figure("100.00"), figure("60.00"), accuse=Accuse.NOTHING, reason="selection"))
    assert (verdict.status, verdict.reason) == (UNDETERMINED, "selection")


def test_a_number_of_absurd_length_is_undetermined():
    long = figure("1.00")
    long = type(long)(Quantity(Decimal("9" * 60), "万元", 0, "9…"), *(long.role, "", long.location, ""))
    assert judge(total(long, figure("1.00"))).reason == "number_too_long"


def test_what_a_figure_would_have_to_be():
    whole, part = figure("7900.48"), figure("338.98")
    relation = total(whole, part, figure("7562.09")).relation
    prints = Prints()
    assert demanded(relation, whole, nominal(relation, prints)).low == Decimal("79010700")
    assert demanded(relation, part, nominal(relation, prints)).low == Decimal("3383900")


def test_one_figure_of_a_quotient_from_the_others():
    whole = figure("21703.24")
    relation = rate(figure("36.4%"), [figure("7900.48")], [whole]).relation
    reach = demanded(relation, whole, {f: (p.low, p.high) for f in relation.figures() for p in [Prints()[f]]})
    assert reach.low / 10000 < Decimal("21703.24") < reach.high / 10000


def test_many_equations_share_one_set_of_prints():
    equations = [total(figure("7.00"), figure("4.00"), figure("2.00"), figure("1.00")) for _ in range(3000)]
    prints = Prints()
    assert all(judge(e, prints).status is HOLDS for e in equations)


def test_a_coarse_nought_may_be_a_rounding():
    assert judge(total(figure("0亿元"), figure("12.00"), figure("30.00"))).status is HOLDS
