"""Properties of intervals, prints and verdicts that must hold for every number, not only for those we thought of."""

from decimal import Decimal, localcontext
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checks.diagnosis.slips import slips_of
from checks.equation import Equation, Quotient, Sum, minus, plus
from checks.judge import Status, as_printed, demanded, holds, judge, nominal, printed_spans
from checks.prints import ONE, Prints, from_grains, take_print, to_grains
from extractor.figure import Figure, Role
from extractor.location import Location
from extractor.quantity import YUAN, Interval, Quantity

settings.register_profile("quick", max_examples=50, deadline=None)
settings.load_profile("quick")

decimals = st.integers(0, 6)
units = st.sampled_from([*YUAN, "%", "人"])
money = st.sampled_from(["元", "百元", "万元", "亿元"])


@st.composite
def quantities(draw, unit=units, low=-(10**9), high=10**9):
    places = draw(decimals)
    value = Decimal(draw(st.integers(low, high))).scaleb(-places)
    return Quantity(value, draw(unit), places, str(value))


def fig(quantity: Quantity, role: Role = Role.AMOUNT) -> Figure:
    return Figure(quantity, role, "", Location(), "")


@st.composite
def intervals(draw):
    a, b = (Decimal(draw(st.integers(-(10**6), 10**6))).scaleb(-2) for _ in range(2))
    return Interval.of(a, b)


@given(intervals(), intervals())
def test_meeting_is_mutual_and_leaves_no_gap(a, b):
    assert a.meets(b) == b.meets(a)
    assert (a.gap(b) == 0) == a.meets(b)
    assert a.gap(b) == b.gap(a)


@given(intervals(), intervals(), st.integers(-50, 50))
def test_sums_and_multiples_keep_their_ends_in_order(a, b, factor):
    total, scaled = a + b, a.scaled(Decimal(factor))
    assert total.low <= total.high
    assert scaled.low <= scaled.high
    assert (b + a) == total


@given(quantities())
def test_a_print_in_grains_is_its_interval(quantity):
    reach, taken = quantity.interval(), take_print(quantity)
    if quantity.unit == "人" and quantity.decimals == 0:
        assert taken.low == taken.high == taken.value
        return
    assert (from_grains(taken.low), from_grains(taken.high)) == (reach.low, reach.high)
    assert taken.high - taken.low == taken.step


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=8))
def test_grains_are_exact(value):
    with localcontext(prec=60):
        assert from_grains(to_grains(value)) == value


@given(quantities(money), st.integers(0, 8))
def test_finer_prints_lie_within_coarser_ones(quantity, places):
    taken = take_print(quantity)
    low, high = taken.span(places)
    assert taken.low <= low <= taken.value <= high <= taken.high


@given(st.lists(quantities(money), min_size=1, max_size=6), money, decimals)
def test_a_total_rounded_from_its_parts_never_fails(parts, unit, places):
    """A total computed from the exact parts and printed with any number of digits holds."""
    with localcontext(prec=60):
        exact = sum((q.yuan for q in parts), Decimal(0)) / YUAN[unit]
        printed = exact.quantize(Decimal(1).scaleb(-places), "ROUND_HALF_EVEN")
        whole = fig(Quantity(printed, unit, places, ""))
        assert judge(Equation(Sum(plus(whole) + minus(*map(fig, parts))), whole)).status is Status.HOLDS


@given(quantities(money), quantities(money), st.integers(0, 4), st.sampled_from([1, 100, 1000]))
def test_a_rate_rounded_from_its_amounts_never_fails(part, whole, places, scale):
    assume(whole.value != 0)
    with localcontext(prec=60):
        exact = scale * part.yuan / whole.yuan
        rate = fig(Quantity(exact.quantize(Decimal(1).scaleb(-places)), "%", places, ""), Role.SHARE)
        above, below = fig(part), fig(whole)
        verdict = judge(Equation(Quotient(rate, plus(above), plus(below), Decimal(scale)), rate))
    assert verdict.status is not Status.FAILS


@given(quantities(money), quantities(money), st.integers(0, 3))
def test_a_growth_rate_rounded_from_amount_and_change_never_fails(current, change, places):
    with localcontext(prec=60):
        base = current.yuan - change.yuan
        assume(base != 0)
        exact = 100 * change.yuan / base
        rate = fig(Quantity(exact.quantize(Decimal(1).scaleb(-places)), "%", places, ""), Role.GROWTH)
        now, more = fig(current), fig(change)
        verdict = judge(Equation(Quotient(rate, plus(more), plus(now) + minus(more)), rate))
    assert verdict.status is not Status.FAILS


box = st.lists(quantities(st.just("万元"), 1, 10**6), min_size=2, max_size=4)


@given(box, box, st.data())
def test_the_quotient_can_be_reached_from_inside_its_box_and_nowhere_else(above, below, data):
    """Any rate computed from values inside the intervals holds; one beyond the extremes does not."""
    up, down = [fig(q) for q in above], [fig(q) for q in below]
    shared = up[0]
    rate = fig(Quantity(Decimal(0), "%", 6, ""), Role.SHARE)
    relation = Quotient(rate, plus(*up), plus(shared, *down))
    spans = as_printed(relation, Prints())
    reach = demanded(relation, rate, spans)
    assume(reach is not None)
    assert reach is not None
    point = {f: data.draw(st.integers(*sorted(spans[f]))) for f in (*up, *down)}
    bottom = point[shared] + sum(point[f] for f in down)
    ratio = Fraction(100 * sum(point[f] for f in up), bottom)
    assert Fraction(reach.low) - Fraction(1, ONE) <= ratio <= Fraction(reach.high) + Fraction(1, ONE)
    grains = round(ratio * ONE)
    assert holds(relation, spans | {rate: (grains - 1, grains + 1)})
    beyond = to_grains(reach.high) + 10
    assert not holds(relation, spans | {rate: (beyond, beyond)})


@given(st.lists(quantities(money), min_size=2, max_size=5), st.data())
def test_setting_a_figure_to_what_is_demanded_makes_a_sum_hold(quantities_, data):
    figures = [fig(q) for q in quantities_]
    relation = Sum(plus(figures[0]) + minus(*figures[1:]))
    chosen = data.draw(st.sampled_from(figures))
    prints = Prints()
    with localcontext(prec=60):
        needed = demanded(relation, chosen, nominal(relation, prints))
        assert needed is not None
        assert needed.low == needed.high
        spans = nominal(relation, prints) | {chosen: (to_grains(needed.low),) * 2}
    assert holds(relation, spans)


@given(st.lists(quantities(money), min_size=2, max_size=5))
def test_taking_dropped_zeros_as_such_only_narrows(quantities_):
    figures = [fig(q) for q in quantities_]
    relation = Sum(plus(figures[0]) + minus(*figures[1:]))
    prints = Prints()
    narrow, wide = printed_spans(relation, prints, figures[0]), as_printed(relation, prints)
    assert all(wide[f][0] <= narrow[f][0] <= narrow[f][1] <= wide[f][1] for f in figures)
    assert not holds(relation, narrow) or holds(relation, wide)


@given(quantities(money, 1, 10**8))
def test_a_slip_never_leads_back_to_the_number_itself_and_is_what_it_says(quantity):
    for slip in slips_of(quantity):
        meant = slip.quantity()
        assert to_grains(meant.value) * int(meant.factor) == slip.grains
        assert (meant.value, meant.unit) != (quantity.value, quantity.unit)
