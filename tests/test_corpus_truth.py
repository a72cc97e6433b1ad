"""The corpus is what everything is measured against, so its truth is recomputed from the printed numbers alone."""

from decimal import Decimal
from pathlib import Path

import pytest

from corpus.composers import KINDS, compose
from corpus.relations import derive, equation, holds, numbers
from corpus.report import Paragraph, Report, Role, Table, text_of
from corpus.style import Numbers, han, styles

STYLES = sorted(styles())


def reports() -> list[Report]:
    return [
        compose(kind, styles()[style], seed, size=1 + (seed + i) % 5)
        for i, style in enumerate(STYLES)
        for kind in KINDS
        for seed in (1, 2)
    ]


ALL = reports()


@pytest.mark.parametrize("report", ALL, ids=lambda r: r.name)
def test_every_stated_relation_holds_on_the_printed_numbers(report: Report) -> None:
    marks = numbers(report)
    broken = [equation(r, marks) for r in derive(report) if not holds(r, marks)]
    assert not broken


@pytest.mark.parametrize("report", ALL, ids=lambda r: r.name)
def test_the_text_of_a_number_is_its_value(report: Report) -> None:
    for _, span in report.spans():
        if span.role is Role.NUMBER and span.value:
            assert abs(Decimal(span.text.replace(",", ""))) == abs(span.value), span


@pytest.mark.parametrize("style", STYLES)
def test_most_numbers_take_part_in_a_relation(style: str) -> None:
    total = used = 0
    for report in (r for r in ALL if r.style == style):
        marks = {a for a, s in numbers(report).items() if s.value}
        total += len(marks)
        used += len(marks & frozenset().union(*(r.addresses() for r in derive(report))))
    assert used / total > 0.9


def test_the_same_seed_gives_the_same_report() -> None:
    style = styles()["shuxi"]
    assert compose("budget", style, 5) == compose("budget", style, 5)
    assert compose("budget", style, 5) != compose("budget", style, 6)


def test_styles_are_split_into_seen_and_unseen() -> None:
    seen = [s for s in styles().values() if s.seen]
    unseen = [s for s in styles().values() if not s.seen]
    assert len(seen) >= 4 and len(unseen) >= 3


def test_unseen_styles_word_their_sentences_unlike_the_seen_ones() -> None:
    seen = {
        str(v) for s in styles().values() if s.seen for k, v in s.words.items() if "{a:" in str(v) and len(str(v)) > 25
    }
    for style in (s for s in styles().values() if not s.seen):
        sentences = {str(v) for k, v in style.words.items() if "{a:" in str(v) and len(str(v)) > 25}
        assert not sentences & seen


def test_no_sentence_is_left_with_an_open_slot() -> None:
    for report in ALL:
        for block in report.blocks:
            if isinstance(block, Paragraph):
                assert "{" not in text_of(block.spans) and "$" not in text_of(block.spans)


def test_reports_run_from_a_note_to_many_tables() -> None:
    def length(report: Report) -> int:
        return sum(len(b.rows) if isinstance(b, Table) else 1 for b in report.blocks)

    lengths = sorted(length(r) for r in ALL)
    assert lengths[0] < 15 and lengths[-1] > 400


@pytest.mark.parametrize(
    ("numbers", "value", "text"),
    [
        (Numbers("万元", 2), "1234.505", "1234.51"),
        (Numbers("万元", 2, thousands=True), "1234.5", "1,234.50"),
        (Numbers("万元", 2, drop_zeros=True), "30.70", "30.7"),
        (Numbers("%", 1, drop_zeros=True), "100", "100"),
        (Numbers("万元", 2, zero=""), "0", ""),
    ],
)
def test_numbers_are_printed_as_the_office_prints_them(numbers: Numbers, value: str, text: str) -> None:
    assert numbers.show(Decimal(value))[0] == text


@pytest.mark.parametrize(("n", "text"), [(3, "三"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一")])
def test_headings_count_in_chinese(n: int, text: str) -> None:
    assert han(n) == text


def test_the_corpus_shares_no_code_with_the_checker() -> None:
    folder = Path(__file__).parents[1] / "corpus"
    for path in folder.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        for room in ("patterns", "extractor", "checks", "gouji"):
            assert f"import {room}" not in source and f"from {room}" not in source, path
