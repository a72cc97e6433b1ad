"""Tables that a converter laid out one cell a line, and the number that a table closes with."""

import pytest

from checks.examine import examine
from checks.judge import Status
from extractor.document import Table
from extractor.extract import extract
from extractor.extraction import Extraction
from extractor.layout.stacked import join_stacked
from extractor.readers.front import read_bytes


def read_stack(*cells: str, end: str = "\n") -> Extraction:
    return extract(read_bytes(end.join(cells).encode(), "report.txt"))


def sums(extraction: Extraction) -> dict[str, list[str]]:
    """What holds and what fails, by the printed total."""
    told: dict[str, list[str]] = {"holds": [], "fails": []}
    for equation, verdict in examine(extraction).ledger.verdicts:
        if equation.code.startswith("TAB") and verdict.status is not Status.UNDETERMINED:
            told[verdict.status].append(equation.main.quantity.text)
    return told


YEARS = ["年份", "合计", "公务接待费", "公务用车购置及运行费", "因公出国费"]
SPLIT = ["小计", "购置费", "运行费"]
AMOUNTS = ["2021年", "957", "206", "645", "410", "235", "106", "2022年", "801", "185", "532", "307", "225", "84"]


@pytest.mark.parametrize("end", ["\n", "\n\n", "\n|\n"])
def test_two_heading_rows_one_of_them_in_the_middle(end: str) -> None:
    told = sums(read_stack(*YEARS, *SPLIT, *AMOUNTS, end=end))
    assert sorted(told["holds"]) == ["532", "645", "801", "957"] and told["fails"] == []


def test_a_change_of_one_year_is_found() -> None:
    changed = ["542" if cell == "532" else cell for cell in AMOUNTS]
    assert set(sums(read_stack(*YEARS, *SPLIT, *changed))["fails"]) == {"542", "801"}


def test_a_row_of_growth_at_the_end() -> None:
    told = sums(read_stack(*YEARS[:3], "2021年", "95", "20", "2022年", "80", "18", "增减%", "-15.79", "-31.00"))
    assert told["fails"] == ["-31.00"] and "-15.79" in told["holds"]


def test_headings_that_do_not_fit_the_columns_are_left_alone() -> None:
    told = sums(read_stack("部门", "经费情况", "编制", "小计", *AMOUNTS))
    assert told == {"holds": [], "fails": []}


WHOLE_LAST = [
    "公务接待费",
    "3.10",
    "因公出国（境）费",
    "2.00",
    "公务用车购置及运行费",
    "9.40",
    "“三公”经费支出",
    "14.50",
]


def test_whole_without_the_word_total() -> None:
    assert sums(read_stack("项目", "金额（万元）", *WHOLE_LAST))["holds"] == ["14.50"]


def test_many_short_lines_take_linear_time() -> None:
    short = join_stacked(read_bytes("\n\n".join(["办公用品采购事项"] * 4000).encode(), "report.txt"))
    assert not any(isinstance(block, Table) for block in short.blocks)
