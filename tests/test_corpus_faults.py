"""Planted faults: the place, the old and the new print are true, and a detectable one really breaks a relation."""

from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from corpus import fixed
from corpus.__main__ import main
from corpus.composers import compose
from corpus.faults import KINDS, plant, plant_several
from corpus.relations import derive, holds, numbers
from corpus.report import Fact, Heading, Paragraph, Report, Role, Span, Table, text_of
from corpus.style import styles
from corpus.years import contradictions


def clean(style: str = "shuxi", kind: str = "final_accounts", seed: int = 1) -> Report:
    return compose(kind, styles()[style], seed, size=2)


def words(report: Report) -> str:
    parts = []
    for block in report.blocks:
        if isinstance(block, Table):
            parts += [c.text for row in block.rows for c in row]
        elif hasattr(block, "spans"):
            parts.append(text_of(block.spans))
    return "\n".join(parts)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("style", sorted(styles()))
def test_a_fault_changes_the_report_where_it_says(kind: str, style: str) -> None:
    report = clean(style)
    planted = plant(report, kind, Random(kind + style))
    if planted is None:
        pytest.skip(f"{style} offers no place for {kind}")
    (fault,) = planted.faults
    assert words(planted.report) != words(report)
    assert fault.kind == kind and fault.old != fault.new
    if "quote" in fault.place and kind != "missing_row":
        assert fault.new in str(fault.place["quote"]).replace(" ", "") or fault.new in str(fault.place["quote"])
    if kind not in ("missing_row", "template_residue", "stale_year"):
        after = numbers(planted.report)
        assert fault.detectable == any(not holds(r, after) for r in derive(report))
    if fault.detectable and kind != "template_residue":
        assert fault.relations and fault.marks


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_finds_a_place_somewhere(kind: str) -> None:
    found = [
        plant(clean(style, report), kind, Random(1)) for style in styles() for report in ("final_accounts", "budget")
    ]
    faults = [p.faults[0] for p in found if p]
    assert any(f.detectable for f in faults)


def amount(text: str, key: str) -> Span:
    return Span(text, Role.NUMBER, Fact("amount", key), Decimal(text), "万元", Decimal("0.01"))


YEAR, LAST = Span("2023", Role.YEAR), Span("2022")
GP, GP_AGAIN = amount("1234.56", "gp"), Paragraph((Span("支出"), amount("1234.56", "gp")))
LEFT = {
    # a report of 2023 that says 2022 in its second block: whether the report contradicts it
    "a heading names the report": (Heading(1, (YEAR, Span("年度部门决算"))), (), True),
    "the year is then compared with itself": (
        Paragraph((YEAR, Span("年度支出"), GP, Span("万元，比"), LAST, Span("年度增加"))), (), True),
    "the amount stands in another sentence": (Paragraph((YEAR, Span("年度支出"), GP)), (GP_AGAIN,), True),
    "a balance at the end of another year": (
        Paragraph((Span("截至"), YEAR, Span("年12月31日，共有车辆3辆"))), (), True),
    "a sentence without a number": (Paragraph((YEAR, Span("年度无政府性基金支出。"))), (), False),
    "an amount that stands nowhere else": (Paragraph((YEAR, Span("年度支出"), GP)), (), False),
    "the amount belongs to the next year named": (
        Paragraph((YEAR, Span("年度无基金支出，"), YEAR, Span("年度支出"), GP)), (GP_AGAIN,), False),
    "an amount of three digits may agree by chance": (
        Paragraph((YEAR, Span("年度支出"), amount("3.21", "x"))), (Paragraph((amount("3.21", "x"),)),), False),
    "a project's money may be another year's": (
        Paragraph((YEAR, Span("年安排"), amount("1234.56", "budget.p.0"))),
        (Paragraph((amount("1234.56", "budget.p.0"),)),), False),
}  # fmt: skip


@pytest.mark.parametrize("name", LEFT)
def test_a_year_left_standing_shows_where_the_report_contradicts_it(name: str) -> None:
    block, others, shows = LEFT[name]
    blocks = (Heading(0, (Span("青山县水务局2023年度部门决算"),)), block, *others)
    report = Report("r", "final_accounts", "shuxi", True, 1, "青山县水务局", 2023, "", blocks)
    at = next(a for a, s in report.spans() if s.role is Role.YEAR)
    assert bool(list(contradictions(report, at, "2022"))) is shows


@pytest.mark.parametrize("style", sorted(styles()))
def test_a_lost_row_leaves_a_total_that_its_other_rows_no_longer_make(style: str) -> None:
    for kind, seed in (("final_accounts", 1), ("final_accounts", 2), ("budget", 1), ("whole_evaluation", 1)):
        report = clean(style, kind, seed)
        planted = plant(report, "missing_row", Random(seed))
        if planted is None:
            continue
        (fault,) = planted.faults
        before, after = report.blocks[int(fault.place["block"])], planted.report.blocks[int(fault.place["block"])]
        assert isinstance(before, Table) and isinstance(after, Table)
        lost = before.rows[int(fault.place["row"])]
        assert len(after.rows) == len(before.rows) - 1 and lost not in after.rows[: before.heading_rows]
        assert any(s.value for cell in lost for s in cell.spans), "a row of nothing is missed by nobody"
        left = {s.text for row in after.rows for cell in row for s in cell.spans if s.value is not None}
        assert any(mark in left for mark in fault.marks), "the total still stands in the table"
        assert all(equation.rpartition(" = ")[0] for equation in fault.relations), "some of its parts stand too"


def test_the_same_seed_plants_the_same_fault() -> None:
    assert plant(clean(), "digit_swap", Random(3)) == plant(clean(), "digit_swap", Random(3))


def test_several_faults_stand_in_one_report() -> None:
    planted = plant_several(clean(), ["digit_swap", "wrong_base", "missing_row"], Random(5))
    assert [f.kind for f in planted.faults] == ["digit_swap", "wrong_base", "missing_row"]


def test_the_command_writes_reports_with_their_truth(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        main, [str(tmp_path), "-n", "3", "--format", "txt", "--format", "html", "--fault", "wrong_total"]
    )
    assert result.exit_code == 0, result.output
    assert (
        len(list(tmp_path.glob("*.txt")))
        == len(list(tmp_path.glob("*.html")))
        == len(list(tmp_path.glob("*.json")))
        == 3
    )


@pytest.mark.parametrize("sample", [s for s in fixed.SAMPLES if s.form.endswith("txt")], ids=lambda s: s.name)
def test_the_kept_samples_are_what_the_generator_writes(sample: fixed.Sample, tmp_path: Path) -> None:
    made = fixed.write(sample, tmp_path)
    for suffix in (sample.form, "json"):
        kept = fixed.FOLDER / f"{sample.name}.{suffix}"
        assert kept.read_text(encoding="utf-8") == made.with_name(kept.name).read_text(encoding="utf-8")


def test_the_kept_samples_stay_small() -> None:
    assert sum(p.stat().st_size for p in fixed.FOLDER.iterdir()) < 3_000_000
