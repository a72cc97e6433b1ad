"""A failure that no slip explains: near it is told with care, far off it is taken for a misreading."""

from dataclasses import replace

import pytest
from figures import figure, rate, total

from checks.diagnosis.diagnose import diagnose
from checks.doubt import is_far_off, is_unexplained
from checks.equation import Equation
from checks.examine import recompute
from checks.judge import judge
from checks.prints import Prints
from extractor.figure import Role

#: name, stated share, part, whole, unexplained, far off
SHARES = [
    ("one digit written wrong", "80.19", "16.50", "32.87", False, False),
    ("the point moved: far, but a slip", "5.020", "16.50", "32.87", False, True),
    ("another value, still near", "61.37", "16.50", "32.87", True, False),
    ("the share of something else", "97.47", "0.40", "15.81", True, True),
    ("more than the whole", "69.04", "74.78", "48.10", True, True),
]


def share(stated: str, part: str, whole: str) -> Equation:
    return rate(figure(stated, "%", role=Role.SHARE), [figure(part)], [figure(whole)])


@pytest.mark.parametrize(
    ("stated", "part", "whole", "unexplained", "far"), [c[1:] for c in SHARES], ids=[c[0] for c in SHARES]
)
def test_shares(stated: str, part: str, whole: str, unexplained: bool, far: bool) -> None:
    story, again = only_story(share(stated, part, whole))
    assert (is_unexplained(story), is_far_off(story, again)) == (unexplained, far)


def test_a_formula_that_the_report_prints_is_no_misreading() -> None:
    story, _ = only_story(replace(share("97.47", "0.40", "15.81"), why="算式"))
    assert not is_unexplained(story)


def test_a_sum_that_misses_by_little_is_told_though_unexplained() -> None:
    story, again = only_story(total(figure("911.39"), figure("810.17"), figure("71.34")))
    assert is_unexplained(story)
    assert not is_far_off(story, again)


def test_a_sum_that_misses_by_more_than_half_is_of_other_amounts() -> None:
    story, again = only_story(total(figure("320.07"), figure("310.12"), figure("287.63"), figure("22.49")))
    assert is_unexplained(story)
    assert is_far_off(story, again)


def only_story(equation: Equation):
    prints = Prints()
    [story] = diagnose([(equation, judge(equation, prints))], prints)
    return story, recompute(*story.told, prints)
