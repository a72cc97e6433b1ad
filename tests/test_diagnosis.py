"""The causes a person would name, and that a planted slip is found where the report says enough about it."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from figures import figure, rate, total

from checks.diagnosis.diagnose import diagnose
from checks.equation import Equation, Quotient, Sum, minus, plus
from checks.finding import CauseKind
from checks.judge import judge
from checks.prints import Prints, Supposed
from extractor.figure import Figure, Role
from extractor.numbers import read_cell
from extractor.statement import Accuse


def explain(*equations: Equation, also: tuple[Figure, ...] = ()):
    prints = Prints()
    return diagnose([(e, judge(e, prints)) for e in equations], prints, also)


def test_a_score_told_differently_in_the_text_explains_the_total_of_the_sheet():
    sheet, told = figure("4.4", "分", "三公经费变动率", Role.SCORE), figure("5", "分", "三公经费变动率", Role.SCORE)
    rest = [figure(s, "分", role=Role.SCORE) for s in ("50", "30", "13.86")]
    whole = figure("98.86", "分", "合计", Role.SCORE)
    sums, same = total(whole, sheet, *rest, exact=True), total(told, sheet, exact=True)
    [story] = explain(sums, same)
    assert story.told[0] is sums
    assert [e for e, _ in story.others] == [same]
    cause = story.cause
    assert (cause.kind, cause.figure, cause.old, cause.new) == (CauseKind.PRINTED_ELSEWHERE, sheet, "4.4", "5")
    assert (cause.repairs, cause.other, cause.candidates) == (2, told, ())


def test_swapped_digits_of_a_total_that_the_text_tells_in_another_unit():
    whole = figure("524810", "百元", "合计")
    sums = total(whole, figure("285913", "百元"), figure("256897", "百元"))
    [story] = explain(sums, total(figure("5428.1", "万元"), whole))
    assert (story.cause.kind, story.cause.old, story.cause.new) == (CauseKind.DIGITS_SWAPPED, "524810", "542810")
    assert (story.told[0], story.cause.repairs) == (sums, 2)


def test_an_item_of_a_list_that_other_places_tell_right():
    item, elsewhere = figure("338.98", label="住房公积金"), figure("338.39", label="住房公积金")
    sums = total(figure("7900.48"), figure("7562.09"), item)
    again = total(figure("426.12"), elsewhere, figure("87.73"))
    [story] = explain(sums, total(elsewhere, item), again)
    assert (story.cause.figure, story.cause.new, story.cause.repairs) == (item, "338.39", 2)


def test_a_wrong_total_that_stands_twice_is_changed_in_both_places():
    first, second = figure("5247.10"), figure("5247.10")
    sums = [total(w, figure("2859.13"), figure("2568.97")) for w in (first, second)]
    stories = explain(*sums, total(first, second))
    assert len(stories) == 1
    assert (stories[0].cause.new, stories[0].cause.repairs) == ("5428.10", 2)


def test_a_passage_from_another_version_is_one_story():
    basic, staff, running = figure("5377.64"), figure("4896.98"), figure("480.66")
    table = [figure("5364.75"), figure("4884.09"), figure("480.66")]
    within = [total(basic, staff, running), total(table[0], *table[1:])]
    apart = [total(text, cell) for text, cell in zip((basic, staff, running), table, strict=True)]
    [story] = explain(*within, *apart)
    assert (story.cause.kind, story.cause.repairs) == (CauseKind.OTHER_VERSION, 2)
    assert {e for e, _ in (story.told, *story.others)} == {apart[0], apart[1]}


def test_no_cause_breaks_an_equation_that_holds():
    part, other = figure("40.00"), figure("60.00")
    wrong = total(figure("200.00"), part, other)
    stories = explain(
        wrong, total(figure("50.00"), part, figure("10.00")), total(figure("65.00"), other, figure("5.00"))
    )
    assert all(s.cause is None or s.cause.figure not in (part, other) for s in stories)


@pytest.mark.parametrize(
    ("stated", "above", "below", "kind", "new"),
    [
        ("38.28%", ["2570.97"], ["6714.88"], CauseKind.TRUNCATED, "38.29"),
        ("18.76%", ["165247.88"], ["881300.39"], CauseKind.MISROUNDED, "18.75"),
        ("0.35%", ["34.52"], ["100.00"], CauseKind.FRACTION_AS_PERCENT, "34.52"),
        ("0.86%", ["2561.16"], ["2996.18"], CauseKind.FRACTION_AS_PERCENT, "85.48"),
        ("250.00%", ["40.00"], ["100.00"], CauseKind.INVERTED, "40.00"),
        ("63.52%", ["36.52"], ["100.00"], CauseKind.DIGITS_SWAPPED, "36.52"),
        ("86.52%", ["36.52"], ["100.00"], CauseKind.DIGIT_CHANGED, "36.52"),
        ("7.66%", ["599.53"], ["7900.48"], CauseKind.DIGIT_ADDED, "7.6"),
        ("365.2%", ["36.52"], ["100.00"], CauseKind.DECIMAL_MOVED, "36.52"),
    ],
)
def test_how_a_rate_went_wrong(stated, above, below, kind, new):
    r = figure(stated, role=Role.SHARE)
    [story] = explain(rate(r, [figure(a) for a in above], [figure(b) for b in below]))
    assert (story.cause.kind, story.cause.figure, story.cause.new) == (kind, r, new)


def test_a_slip_may_show_by_another_reading_of_the_words():
    r, change, near, meant = figure("9.52%", role=Role.GROWTH), figure("2.52"), figure("7.49"), figure("8.53")
    [story] = explain(rate(r, [change], [near], rescues=(rate(r, [change], [meant]).relation,)))
    assert (story.cause.kind, story.cause.new) == (CauseKind.DIGIT_LOST, "29.52")


def test_divided_by_this_year_instead_of_last():
    current, change, r = figure("46.80"), figure("15.60", role=Role.CHANGE), figure("33.33%", role=Role.GROWTH)
    growth = Equation(Quotient(r, plus(change), plus(current) + minus(change)), r)
    [story] = explain(growth)
    assert (story.cause.kind, story.cause.new, story.cause.other) == (CauseKind.DIVIDED_BY_CURRENT, "50.00", current)


def test_divided_by_this_year_where_both_years_are_printed():
    current, last, r = figure("46.80"), figure("31.20"), figure("33.33%", role=Role.GROWTH)
    growth = Equation(Quotient(r, plus(current) + minus(last), plus(last)), r)
    [story] = explain(growth)
    assert (story.cause.kind, story.cause.new, story.cause.other) == (CauseKind.DIVIDED_BY_CURRENT, "50.00", current)


def test_the_amount_printed_as_the_rate():
    change, r = figure("1.14", role=Role.CHANGE), figure("1.14%", role=Role.GROWTH)
    [story] = explain(rate(r, [change], [figure("20.00")]))
    assert (story.cause.kind, story.cause.new) == (CauseKind.AMOUNT_AS_PERCENT, "5.70")


def test_a_share_of_another_total():
    part, year, all_funds = (
        figure("7900.48"),
        figure("21703.24", label="本年支出"),
        figure("12737.25", label="财政拨款总计"),
    )
    share = rate(figure("62%", role=Role.SHARE), [part], [year])
    [story] = explain(share, also=(figure("12740.00", label="采购金额"), all_funds))
    assert (story.cause.kind, story.cause.other) == (CauseKind.OTHER_WHOLE, all_funds)


def test_a_rate_copied_from_the_line_above():
    above = figure("12.35%", role=Role.GROWTH)
    wrong = rate(figure("12.35%", role=Role.GROWTH), [figure("48.10", role=Role.CHANGE)], [figure("900.00")])
    [story] = explain(wrong, also=(above,))
    assert (story.cause.kind, story.cause.other) == (CauseKind.RATE_COPIED, above)


def test_the_completion_rate_printed_as_the_share():
    done = figure("91.27%", role=Role.COMPLETION)
    [story] = explain(rate(figure("91.27%", role=Role.SHARE), [figure("45.10")], [figure("900.00")]), also=(done,))
    assert story.cause.kind is CauseKind.COMPLETION_AS_SHARE


def test_the_wrong_unit():
    text, table = figure("1234.5", "元"), figure("1234.50", "万元")
    sums = total(text, figure("1000.00", "万元"), figure("234.50", "万元"))
    [story] = explain(sums, total(table, text))
    assert (story.cause.kind, story.cause.old, story.cause.new) == (CauseKind.WRONG_UNIT, "1234.5元", "1234.5万元")


def test_the_wrong_direction():
    change = figure("40.25", role=Role.CHANGE)
    grew = Equation(Sum(plus(figure("500.00")) + minus(figure("540.25"), change)), change)
    [story] = explain(grew)
    assert (story.cause.kind, story.cause.new) == (CauseKind.WRONG_DIRECTION, "-40.25")


def test_last_years_amount_left_standing():
    last = figure("817.33", label="办公费")
    now = Figure(last.quantity, Role.AMOUNT, "办公费", last.location, "", year=2023)
    sums = [total(figure("1742.61"), now, figure("900.00")), total(figure("1000.00"), now, figure("157.39"))]
    [story] = explain(*sums, also=(last,))
    assert (story.cause.kind, story.cause.new, story.cause.other) == (CauseKind.LAST_YEAR_LEFT, "842.61", last)


def test_an_amount_left_out_of_the_parts():
    left_out = figure("1357.46", label="其他收入")
    [story] = explain(total(figure("9357.46"), figure("5000.00"), figure("3000.00")), also=(left_out,))
    assert (story.cause.kind, story.cause.figure, story.cause.other) == (CauseKind.PART_MISSING, None, left_out)


def score(text: str, role: Role = Role.SCORE) -> Figure:
    return figure(text, "分", role)


def test_an_item_without_a_score_is_told_before_a_digit_that_could_be_another():
    sums = total(score("20"), score("5"), score("10"))
    [story] = explain(replace(sums, exact=True, absent=(("可持续影响", Decimal(5)), ("及时率", Decimal(4)))))
    assert (story.cause.kind, story.cause.item, story.cause.new) == (CauseKind.SCORE_ABSENT, "可持续影响", "5分")


def test_full_marks_are_no_second_print_of_the_score():
    """A score of 10 out of 10 cannot have been meant as 15."""
    satisfied, weight = score("10"), score("10", Role.WEIGHT)
    sums = replace(total(score("95"), score("80"), satisfied), exact=True)
    bound = Equation(Sum(plus(satisfied) + minus(weight), at_most=True), satisfied, exact=True)
    causes = [story.cause for story in explain(sums, bound) if story.cause]
    named = [(c.figure, c.new) for c in causes] + [pair for c in causes for pair in c.candidates]
    assert (satisfied, "15") not in named


def test_what_two_whole_numbers_give_is_told_exactly():
    people, posts = figure("111", ""), figure("126", "")
    rate = figure("84.13", "%", Role.RATIO)
    [story] = explain(Equation(Quotient(rate, plus(people), plus(posts)), rate))
    assert (story.cause.new, dict(story.cause.candidates)) == ("88.10", {people: "106", posts: "132"})


def test_another_print_of_the_number_leaves_no_second_guess():
    item, heading = figure("338.98"), figure("338.39")
    [story] = explain(total(figure("438.39"), figure("100.00"), item), total(item, heading))
    assert (story.cause.new, story.cause.candidates) == ("338.39", ())


def test_a_total_of_nought_over_an_amount_was_not_filled_in():
    whole, part = figure("0", label="年度资金总额"), figure("89.974", label="本年财政拨款")
    [story] = explain(total(whole, part), also=(figure("89.974", label="本年财政拨款"),))
    assert (story.cause.figure, story.cause.new, story.cause.candidates) == (whole, "89.974", ())


def test_a_part_counted_though_it_stands_inside_another():
    inner = figure("1357.46")
    [story] = explain(total(figure("8000.00"), figure("5000.00"), figure("3000.00"), inner))
    assert (story.cause.kind, story.cause.other) == (CauseKind.PART_TWICE, inner)


def test_what_cannot_be_decided_is_told_with_its_candidates():
    whole, parts = figure("9321.00"), [figure("1234.00"), figure("8077.00")]
    [story] = explain(total(whole, *parts))
    named = {story.cause.figure: story.cause.new} | dict(story.cause.candidates)
    assert {whole: "9311.00", parts[0]: "1244.00", parts[1]: "8087.00"}.items() <= named.items()


def slipped(printed: str, rng: random.Random) -> str:
    at = rng.choice([i for i, c in enumerate(printed) if c.isdigit()])
    lowest = 1 if at == 0 else 0
    return printed[:at] + str(rng.choice([d for d in range(lowest, 10) if str(d) != printed[at]])) + printed[at + 1 :]


def plant(rng: random.Random) -> tuple[list[Equation], Figure, str]:
    """Two levels of sums with shares and growth rates, all true but for one digit of one figure."""
    cents = [[rng.randint(1000, 9_000_000) for _ in range(rng.randint(2, 5))] for _ in range(rng.randint(2, 4))]
    prints = {(i, j): f"{c / Decimal(100):.2f}" for i, row in enumerate(cents) for j, c in enumerate(row)}
    prints |= {(i,): f"{sum(row) / Decimal(100):.2f}" for i, row in enumerate(cents)}
    grand = sum(map(sum, cents))
    prints[()] = f"{grand / Decimal(100):.2f}"
    wrong = rng.choice(sorted(prints))
    truth = prints[wrong]
    prints[wrong] = slipped(truth, rng)
    figures = {at: figure(text) for at, text in prints.items()}
    equations = [total(figures[()], *(figures[(i,)] for i in range(len(cents))))]
    for i, row in enumerate(cents):
        equations.append(total(figures[(i,)], *(figures[(i, j)] for j in range(len(row)))))
        share = figure(f"{Decimal(100 * sum(row)) / grand:.2f}%", role=Role.SHARE)
        equations.append(rate(share, [figures[(i,)]], [figures[()]]))
        for j, c in enumerate(row):
            share = figure(f"{Decimal(100 * c) / sum(row):.2f}%", role=Role.SHARE)
            equations.append(rate(share, [figures[(i, j)]], [figures[(i,)]]))
    return equations, figures[wrong], truth


def test_a_slip_that_breaks_two_equations_is_named_with_its_true_value():
    rng = random.Random(7)
    tried = named = 0
    while tried < 300:
        equations, wrong, truth = plant(rng)
        prints = Prints()
        judged = [(e, judge(e, prints)) for e in equations]
        if sum(v.status == "fails" for _, v in judged) < 2:
            continue
        tried += 1
        cause = diagnose(judged, prints)[0].cause
        named += cause is not None and cause.figure is wrong and cause.new == truth
    assert named / tried >= 0.95, f"{named} of {tried}"


@pytest.mark.parametrize("seed", range(20))
def test_every_failure_is_told_once_and_no_cause_breaks_what_holds(seed):
    """However many slips a report has."""
    rng = random.Random(seed)
    equations = [e for _ in range(3) for e in plant(rng)[0]]
    prints = Prints()
    judged = [(e, judge(e, prints)) for e in equations]
    stories = diagnose(judged, prints)
    told = [e for s in stories for e, _ in (s.told, *s.others)]
    assert sorted(map(id, told)) == sorted(id(e) for e, v in judged if v.status == "fails")
    for story in stories:
        if story.cause and story.cause.figure and story.cause.kind is not CauseKind.WRONG_UNIT:
            figure_, unit = story.cause.figure, story.cause.figure.quantity.unit
            changed = Supposed(prints, {figure_: read_cell(story.cause.new, unit)})
            broken = [e for e, v in judged if v.status == "holds" and judge(e, changed).status == "fails"]
            assert broken == []


def test_of_a_failed_sum_the_only_figure_nothing_vouches_for_is_wrong():
    first, second = figure("1986.16", label="基本支出"), figure("2661.12", label="项目支出")
    vouch = [total(first, figure("986.16"), figure("1000.00")), total(second, figure("661.12"), figure("2000.00"))]
    whole = figure("7308.40", label="支出预算")
    [story] = explain(total(whole, first, second), *vouch)
    assert (story.cause.kind, story.cause.figure, story.cause.new) == (CauseKind.WRONG_VALUE, whole, "4647.28")


def test_a_rate_is_doubted_before_the_amounts_that_other_sums_hold():
    part, whole = figure("457.79"), figure("809.82")
    share = figure("100%", role=Role.COMPLETION)
    vouch = [total(part, figure("400.00"), figure("57.79")), total(whole, figure("800.00"), figure("9.82"))]
    [story] = explain(rate(share, [part], [whole]), *vouch)
    assert (story.cause.figure, story.cause.new, story.cause.candidates) == (share, "57", ())


def test_a_total_that_counts_one_part_twice():
    twice = figure("137.42", label="医疗保险缴费")
    whole = figure("2190.66", label="合计")
    [story] = explain(total(whole, figure("1429.72"), figure("486.10"), twice))
    assert (story.cause.figure, story.cause.new, story.cause.other) == (whole, "2053.24", twice)


def test_a_score_above_its_weight_was_meant_to_be_full():
    score, weight = figure("55", "分", role=Role.SCORE), figure("5", "分", role=Role.WEIGHT)
    failed = Equation(Sum(plus(score) + minus(weight), at_most=True), score, exact=True)
    [story] = explain(failed)
    assert (story.cause.kind, story.cause.figure, story.cause.new) == (CauseKind.DIGIT_ADDED, score, "5")
    assert all(Decimal(new) <= 5 for _, new in story.cause.candidates)


def test_no_cause_breaks_a_passed_bound():
    score, weight = figure("10", "分", role=Role.SCORE), figure("10", "分", role=Role.WEIGHT)
    whole = figure("95", "分", role=Role.SCORE)
    others = [figure("50", "分", role=Role.SCORE), figure("30", "分", role=Role.SCORE)]
    bound = Equation(Sum(plus(score) + minus(weight), at_most=True), score, exact=True)
    [story] = explain(total(whole, *others, score, exact=True), bound)
    assert score not in {story.cause.figure, *dict(story.cause.candidates)}


def test_a_total_that_counts_a_rounded_part_twice():
    twice = figure("7.13")
    whole = figure("77.03")
    [story] = explain(total(whole, figure("62.78"), twice))
    assert (story.cause.figure, story.cause.new) == (whole, "69.91")


def test_a_total_may_leave_out_the_part_that_seems_to_be_counted_twice():
    left_out, whole = figure("137.42"), figure("1915.82")
    [story] = explain(total(whole, figure("1429.72"), figure("486.10"), left_out))
    assert (story.cause.kind, story.cause.other) == (CauseKind.PART_TWICE, left_out)
    assert story.cause.candidates == ((whole, "2053.24"),)


@pytest.mark.parametrize(
    ("whole", "parts", "new"),
    [
        ("88.7", ("19.3", "33.4", "39", "15.5"), "107.2"),  # the parts are more than their total
        ("102.7", ("19.3", "33.4", "39", "5.5"), "97.2"),  # the total is more by one of them
        ("103.1", ("19.3", "33.4", "39", "5.5"), None),  # it is more by something else: a part may be missing
    ],
)
def test_a_total_of_scores_that_nothing_vouches_for_is_doubted(whole, parts, new):
    stated = figure(whole, "分", "合计", Role.SCORE)
    [story] = explain(total(stated, *(figure(p, "分", role=Role.SCORE) for p in parts), exact=True))
    assert (story.cause and (story.cause.figure, story.cause.new)) == (new and (stated, new))


def test_a_total_that_another_sum_vouches_for_is_not_doubted():
    whole, parts = figure("1915.82"), [figure("1429.72"), figure("86.11"), figure("737.42")]
    stories = explain(total(whole, *parts), total(whole, figure("1900.00"), figure("15.82")))
    assert all(s.cause is None or s.cause.figure is not whole for s in stories)


def test_the_amount_of_a_rate_is_what_another_sum_of_the_report_prints():
    spent, budget, share = figure("118.28", label="全年执行"), figure("120.59"), figure("62.87%", role=Role.COMPLETION)
    again = figure("75.82", label="支出")
    sums = total(again, figure("11.26"), figure("22.09"), figure("42.47"))
    [story] = explain(rate(share, [spent], [budget]), sums)
    assert (story.cause.figure, story.cause.new, story.cause.other) == (spent, "75.82", again)


def test_an_amount_that_no_sum_vouches_for_is_no_other_print():
    spent, budget, share = figure("118.28", label="全年执行"), figure("120.59"), figure("62.87%", role=Role.COMPLETION)
    [story] = explain(rate(share, [spent], [budget]), also=(figure("75.82", label="支出"),))
    assert story.cause.new != "75.82"


def test_a_coarse_rate_tells_no_other_print():
    spent, budget, share = figure("118.28", label="全年执行"), figure("120.59"), figure("63%", role=Role.COMPLETION)
    again = figure("75.82", label="支出")
    sums = total(again, figure("11.26"), figure("22.09"), figure("42.47"))
    [story] = explain(rate(share, [spent], [budget]), sums)
    assert (story.cause.figure, story.cause.new) != (spent, "75.82")


def test_a_list_that_need_not_be_complete_tells_the_amount_a_rate_demands():
    spent, budget = figure("4606829", "元"), figure("9765840", "元", "项目预算")
    sources = [figure(s, "元") for s in ("2920626", "2920625", "1003964")]
    listed = total(budget, *sources, accuse=Accuse.NOTHING, reason="selection")
    [story] = explain(rate(figure("67.3%", role=Role.COMPLETION), [spent], [budget]), listed)
    assert (story.cause.figure, story.cause.new) == (budget, "6845215")


def test_a_change_turns_with_the_rate_told_beside_it():
    change, percent = figure("16.69", role=Role.CHANGE), figure("16.5%", role=Role.GROWTH)
    base = figure("101.24")
    parts = [figure("18.33", role=Role.CHANGE), figure("0.59", role=Role.CHANGE), figure("1.05", role=Role.CHANGE)]
    sums = Equation(Sum(plus(change) + plus(parts[0]) + minus(*parts[1:])), change)
    [story] = explain(sums, rate(percent, [change], [base]))
    assert (story.cause.kind, story.cause.figure) == (CauseKind.WRONG_DIRECTION, change)
