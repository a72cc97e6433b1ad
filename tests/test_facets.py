"""What a title, heading, label or clause is about, read by one vocabulary; every entry of the pattern files is a test."""

import re

import pytest

from extractor.facets import class_codes, clause_facets, merge, read_facets
from extractor.tables.names import Names
from patterns.load import load_yaml

WORDS = load_yaml("facets")["words"]
HEADERS = load_yaml("table_headers")


@pytest.mark.parametrize("entry", WORDS, ids=lambda e: f"{e['dim']}-{e['value'] or '-'}-{e['forms'][0]}")
def test_example_of_every_word(entry: dict[str, object]) -> None:
    """An example may be a path of headings joined by >, read as the columns of a table are."""
    reading = merge(*(read_facets(part) for part in str(entry["example"]).split(">")))
    says = dict(entry["says"])  # type: ignore[call-overload]
    assert says.pop("basis", reading.basis) == reading.basis
    assert reading.values == says
    assert reading.complete


@pytest.mark.parametrize(
    "group, name", [(g, n) for g in ("columns", "rows") for n in HEADERS[g]] + [("heading", ""), ("titles", "")]
)
def test_examples_of_heading_rules(group: str, name: str) -> None:
    rule = HEADERS[group][name] if name else HEADERS[group]
    for text in rule["examples"]:
        assert re.search(rule["rule"], text), text
    for text in rule["not"]:
        assert not re.search(rule["rule"], text), text


@pytest.mark.parametrize(
    "clause, expected",
    [
        ("一般公共预算财政拨款基本支出", {"flow": "支出", "fund": "一般公共预算", "nature": "基本支出"}),
        ("其中：人员经费", {"flow": "支出", "nature": "人员经费"}),
        ("本年收入合计", {"flow": "收入"}),
        ("某市财政局2023年度收入支出总计", {"agg": "总计"}),
        ("“三公”经费财政拨款支出决算", {"sangong": "合计"}),
        ("年初财政拨款结转和结余", {"carry": "年初", "fund": "财政拨款"}),
        ("公务用车运行维护费支出", {"sangong": "公车运行"}),
        ("机关运行经费支出", {"other": "机关运行经费"}),
    ],
)
def test_clause_explained_by_the_vocabulary(clause: str, expected: dict[str, str]) -> None:
    assert dict(clause_facets(clause) or ()) == expected


@pytest.mark.parametrize(
    "clause",
    [
        "支出决算",  # of what? it goes on with what was named before
        "用于乡村振兴的项目支出",
        "某下属中心财政拨款收入",
        "信息化建设项目",
        "购置费",  # of vehicles only in the company of 公务用车
        "货物采购金额",  # of 政府采购 only in its company
        "",
    ],
)
def test_clause_that_must_not_be_compared(clause: str) -> None:
    assert clause_facets(clause) is None


def test_own_words_win_over_the_sentence() -> None:
    context = {"flow": "支出", "fund": "一般公共预算"}
    assert dict(clause_facets("人员经费", context) or ()) == {**context, "nature": "人员经费"}
    assert dict(clause_facets("政府性基金预算支出", context) or ())["fund"] == "政府性基金"
    assert dict(clause_facets("货物采购金额", {"other": "政府采购"}) or ()) == {"other": "政府采购", "part": "货物"}


def test_owner_before_a_clause_is_passed_over_and_another_unit_is_not() -> None:
    assert clause_facets("某区商务委财政拨款收入", owner="某区商务委") == clause_facets("财政拨款收入")
    assert clause_facets("某区服务中心财政拨款收入", owner="某区商务委") is None


NAMES = Names(
    codes={},
    by_name={
        "社会保障和就业支出": ("208",),
        "行政事业单位养老支出": ("20805",),
        "行政单位离退休": ("2080501",),
        "行政运行": ("2010301", "2130101"),
        "一般公共服务支出": ("201",),
        "规划与管理": ("21202", "2120201"),
        "城乡社区支出": ("212",),
        "住房保障支出": ("221",),
        "住房公积金": ("2210201", "30113"),
        "办公费": ("30201",),
    },
)


@pytest.mark.parametrize(
    "clause, code",
    [
        ("社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项）", "2080501"),
        ("一般公共服务支出（类）政府办公厅事务（款）行政运行（项）", "2010301"),
        ("城乡社区支出（类）规划与管理（款）规划与管理（项）", "2120201"),
        ("城乡社区支出（类）规划与管理（款）", "21202"),
        ("住房保障支出（类）住房保障支出（款）住房公积金（项）", "2210201"),  # a wrong 款 between right names
        ("卫生健康支出（类）行政单位离退休（项）", "2080501"),  # a class the tables do not know says nothing
        ("办公费", "30201"),
        ("一般公共服务支出（类）行政单位离退休（项）", None),  # another class's item
        ("行政运行", None),  # two items bear the name
        ("其他国土事务支出（项）", None),  # not in the tables
    ],
)
def test_items_named_in_the_text(clause: str, code: str | None) -> None:
    facets = dict(clause_facets(clause, (), NAMES) or ())
    assert (facets.get("func") or facets.get("econ")) == code


def test_class_names_lead_to_codes() -> None:
    assert class_codes()["教育支出"] == "205"
    assert class_codes()["医疗卫生与计划生育支出"] == class_codes()["卫生健康支出"] == "210"


def test_years_and_bases() -> None:
    last = read_facets("上年决算数")
    assert (last.basis, last.year_of(2023)) == ("决算", 2022)
    assert read_facets("2022年执行数").year_of(2023) == 2022
    assert read_facets("全年预算数").basis == "全年预算"
    assert read_facets("上年结转").year_of(2023) == 2023


def test_long_text_is_not_read() -> None:
    assert not read_facets("支出" * 500).complete
