"""One character to one character: what `fold` makes of the ways a report prints the same thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.width import fold
from tests.effort import assert_grows_with_length_only

CASES = [
    ("full-width digits and signs", "１，２３４．５０％（Ａ）：＋＝", "1,234.50%(A):+="),
    ("other percent and minus signs", "﹪−３–４‐５﹣６", "%-3-4-5-6"),
    ("traditional characters", "決算數較預算減少壹萬億元", "决算数较预算减少壹万亿元"),
    ("odd spaces", "合\u3000计\xa0金\u2003额\t元", "合 计 金 额 元"),
    ("radicals and compatibility glyphs of PDF fonts", "⻓⽅⾯⻔年⼀⾏⺠", "长方面门年一行民"),
    ("circled numbers, brackets, quotes, stops and dashes stay", "①〔2024〕3号“三公”。、—", "①〔2024〕3号“三公”。、—"),
    ("superscripts do not become digits", "10²亩", "10²亩"),
    ("line ends stay", "a\nb\r\n", "a\nb\r\n"),
    ("bounds", "≦９０％≧", "≤90%≥"),
]


@pytest.mark.parametrize(("printed", "plain"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_fold(printed: str, plain: str) -> None:
    assert fold(printed) == plain


@given(st.text())
def test_fold_keeps_the_length_and_settles(text: str) -> None:
    once = fold(text)
    assert len(once) == len(text)
    assert fold(once) == once


def test_folding_takes_linear_time() -> None:
    text = "财政拨款收入１，２３４．５万元，較上年增加１０．２％。" * 20_000
    assert_grows_with_length_only(lambda times: fold(text * times))
