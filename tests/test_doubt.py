"""A failure that no slip explains: near it is told with care, far off it is taken for a misreading."""

from dataclasses import replace

import pytest
from figures import figure, rate, total
from table_samples import grid

from checks.diagnosis.diagnose import diagnose
from checks.doubt import doubt_torn, is_far_off, is_unexplained
from checks.equation import Equation
from checks.examine import recompute
from checks.judge import judge
from checks.prints import Prints
from extractor.document import Document, Problem
from extractor.extraction import Extraction
from extractor.figure import Figure, Role
from extractor.location import Location
from extractor.statement import Accuse
from extractor.tables.logical import logical_tables

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


def at(value: str, table: int | None, row: int | None = None) -> Figure:
    return replace(figure(value), location=Location(table=table, row=row, page=1))


#: whether it may accuse where table 1 was read in part and table 2 wholly
TORN = [
    ("a sum down a torn table", [(1, 2), (1, 3), (1, 4)], False),
    ("a sum along one of its rows", [(1, 2), (1, 2), (1, 2)], True),
    ("a sum down a whole table", [(2, 2), (2, 3), (2, 4)], True),
    ("the text and any table", [(None, None), (2, 3)], False),
    ("the text alone", [(None, None), (None, None)], True),
]


@pytest.mark.parametrize(("places", "accuses"), [c[1:] for c in TORN], ids=[c[0] for c in TORN])
def test_a_table_read_in_part_accuses_nobody(places: list[tuple[int | None, int | None]], accuses: bool) -> None:
    first, *rest = (at("1.00", table, row) for table, row in places)
    problem = Problem("page_too_complex", "2", Location(page=2), (2,))
    blocks = (grid("项目|金额\n甲|1.00", page=1), grid("项目|金额\n乙|1.00", number=2, page=4))
    document = Document("report.pdf", "pdf", "", blocks, problems=(problem,))
    extraction = Extraction(document, tables=logical_tables(document))
    [equation] = doubt_torn([total(first, *rest)], extraction)
    assert (equation.accuse is not Accuse.NOTHING) is accuses


def only_story(equation: Equation):
    prints = Prints()
    [story] = diagnose([(equation, judge(equation, prints))], prints)
    return story, recompute(*story.told, prints)
