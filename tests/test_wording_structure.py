"""Numbers of headings, contents, empty tables, doubled text, directions."""

import pytest

from checks.finding import Fault, Severity
from checks.registry import CHECKS, load_checks
from extractor.document import ROOT, Document, Heading, Paragraph, Scope, Section
from extractor.extraction import Extraction
from extractor.location import Box, Location, Piece, Text

load_checks()
TOP = Section("报告", 1, ROOT, Scope())


def text(line: str, number: int) -> Text:
    return Text(line, (Piece(0, Location(line=number)),))


def heading(title: Text) -> Heading:
    return Heading(title, 2, title.text[:2], Section(title.text, 2, TOP, Scope()))


def faults(code: str, *lines: str) -> list[Fault]:
    """Lines that begin with # are headings below one title."""
    texts = [text(line.removeprefix("#"), number) for number, line in enumerate(lines, 1)]
    return faults_of(
        code,
        *(heading(t) if line.startswith("#") else Paragraph(t, TOP) for t, line in zip(texts, lines, strict=True)),
    )


def faults_of(code: str, *blocks: Heading | Paragraph) -> list[Fault]:
    extraction = Extraction(Document("r.txt", "text", "", blocks), year=2023, kind="final_accounts")
    return [f for f in CHECKS[code](extraction) if isinstance(f, Fault)]


NUMBERS = {
    "repeated": (["#（一）总体情况", "#（二）收入情况", "#(二)支出情况"], ["重复"]),
    "skipped": (["#一、总体情况", "#二、收入情况", "#四、支出情况"], ["跳号"]),
    "skipped in print only: the number stands in the text": (
        ["#一、总体情况", "#二、收入", "三、支出3万元。", "#四、其他"],
        [],
    ),
    "mixed numerals are one sequence": (["#三、总体情况", "#4、收入情况", "#五、支出情况"], []),
    "a new list begins": (["#一、总体情况", "#二、收入情况", "#一、项目概述"], []),
    "attachments": (["#附件1", "#附件1"], []),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_heading_numbers(name: str) -> None:
    lines, kinds = NUMBERS[name]
    assert [f.words["what"] for f in faults("TXT301", *lines)] == kinds


@pytest.mark.parametrize(("box", "told"), [((300.0, 104.0, 400.0, 114.0), False), ((72.0, 140.0, 172.0, 150.0), True)])
def test_labels_of_two_sides_of_a_table_are_no_headings(box: Box, told: bool) -> None:
    left = Text("三、事业收入", (Piece(0, Location(page=1, box=(72.0, 100.0, 172.0, 110.0))),))
    other = Text("三、国防支出", (Piece(0, Location(page=1, box=box)),))
    assert bool(faults_of("TXT301", heading(left), heading(other))) is told


def test_a_skipped_number_is_a_hint_only() -> None:
    (fault,) = faults("TXT301", "#一、总体情况", "#三、支出情况")
    assert fault.severity is Severity.INFO


CONTENTS = {
    "a listed table is missing": (["目录", "一、收入决算表", "二、政府采购情况表", "#一、收入决算表", "正文。"], ["缺失"]),
    "a title is worded otherwise": (
        ["目录", "一、收入情况", "二、其他重要事项说明", "#一、收入情况", "#二、其他重要事项的情况说明"], ["写法不一致"],
    ),
    "all there, with leaders and pages": (["目 录", "一、收入情况……3", "二、支出情况……4", "#一、收入情况", "#二、支出情况"], []),
    "no contents": (["#一、收入情况"], []),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTENTS)
def test_contents(name: str) -> None:
    lines, kinds = CONTENTS[name]
    assert [f.words["what"] for f in faults("TXT302", *lines)] == kinds


EMPTY = "说明：本单位没有政府性基金预算收支，故本表无数据。"
FUNDS = {
    "figures for the fund": ([EMPTY, "政府性基金预算财政拨款支出12.30万元。"], 1),
    "zero for the fund": ([EMPTY, "政府性基金预算财政拨款支出0万元。"], 0),
    "another fund": ([EMPTY, "国有资本经营预算财政拨款支出12.30万元。"], 0),
    "last year's": ([EMPTY, "政府性基金预算财政拨款支出比上年减少12.30万元。"], 0),
    "no note": (["政府性基金预算财政拨款支出12.30万元。"], 0),
}


@pytest.mark.parametrize("name", FUNDS)
def test_empty_table(name: str) -> None:
    lines, count = FUNDS[name]
    assert len(faults("TXT303", *lines)) == count


SENTENCES = [
    (
        "TXT601",
        "a clause pasted into itself",
        "依据县财政局文件规定，综合评分确依据县财政局文件规定，综合评分确定等级为优。",
        1,
    ),
    ("TXT601", "a sentence printed twice", "本单位严格执行财务管理制度规定。本单位严格执行财务管理制度规定。", 1),
    ("TXT601", "a list of like items", "评级为“优”的项目有三个；评级为“良”的项目有三个；评级为“中”的项目有三个。", 0),
    (
        "TXT601",
        "a path of one name",
        "商业服务业等支出（类）其他商业服务业等支出（款）其他商业服务业等支出（项）3万元。",
        0,
    ),
    (
        "TXT601",
        "headings of columns read as text",
        "合计 因公出国（境）费 公务用车购置费 公务接待费 合计 因公出国（境）费 公务用车购置费 公务接待费",
        0,
    ),
    (
        "TXT601",
        "the same words apart",
        "一般公共预算财政拨款支出3万元，其中基本支出中一般公共预算财政拨款支出2万元。",
        0,
    ),
    ("TXT602", "the reason goes up, the amount down", "支出比上年减少3万元，主要原因是人员经费增加。", 1),
    ("TXT602", "the same way", "支出比上年减少3万元，主要原因是项目支出减少。", 0),
    ("TXT602", "both ways", "支出比上年减少3万元，主要原因是项目支出减少，人员经费增加。", 0),
    ("TXT602", "no direction", "支出比上年减少3万元，主要原因是上年有购车支出。", 0),
    (
        "TXT603",
        "below, yet more than all",
        "年初预算为3万元，支出决算为4万元，完成年初预算的133.33%，决算数小于预算数的主要原因是压减。",
        1,
    ),
    ("TXT603", "above, yet not all", "支出决算为2万元，完成年初预算的66.67%。决算数大于预算数的主要原因是追加。", 1),
    ("TXT603", "flat, yet not all", "支出决算为2万元，完成预算的98.61%。决算数同预算数持平。", 1),
    ("TXT603", "below", "支出决算为2万元，完成预算的98.61%，决算数小于预算数。", 0),
    ("TXT603", "rounded to all", "支出决算为2万元，完成预算的100%，决算数小于预算数。", 0),
    (
        "TXT603",
        "a part's rate in between",
        "完成预算的88%，其中：接待费完成预算的120%。决算数小于预算数的主要原因是压减。",
        0,
    ),
]


@pytest.mark.parametrize(
    ("code", "line", "count"), [(c, *case) for c, _, *case in SENTENCES], ids=[s[1] for s in SENTENCES]
)
def test_sentences_that_contradict_or_repeat_themselves(code: str, line: str, count: int) -> None:
    assert len(faults(code, line)) == count


PAGE = ("本局是县政府工作部门，主管全县水利建设与管理，负责编制规划、审查项目、监督实施，承担防汛抗旱日常工作。",
        "主要职责包括：", "一是贯彻执行水利方面的法律法规和方针政策，拟订全县水利发展规划并组织实施，监督检查执行情况。",
        "二是负责全县水资源的统一管理和监督，组织实施取水许可制度，指导节约用水工作。")  # fmt: skip


def test_a_page_printed_twice() -> None:
    assert len(faults("TXT601", *PAGE, *PAGE, "#二、机构设置")) == 1
    assert not faults("TXT601", *PAGE, "#二、机构设置", *PAGE)
