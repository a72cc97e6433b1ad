"""What a form's figures are called: subjects without the year, quotations that keep their number."""

import pytest

from extractor.document import Scope, ScopeKind
from extractor.evaluation.forms.grid import LONGEST_QUOTE, name_subject, shorten


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("附件1 2023年度部门整体支出绩效自评表", "部门整体支出绩效自评表"),
        ("附件12023年度部门整体支出绩效自评表", "部门整体支出绩效自评表"),
        ("部门整体支出绩效自评表", "部门整体支出绩效自评表"),
    ],
)
def test_a_subject_has_no_year(title: str, subject: str) -> None:
    assert name_subject(title, Scope(ScopeKind.DEPARTMENT)) == subject


def test_a_long_quotation_keeps_its_number() -> None:
    short = shorten("乡村便桥修缮，" * 20 + "完成 12.50", "12.50")
    assert len(short) <= LONGEST_QUOTE
    assert short.endswith("修缮… 12.50")
