"""Names of budget subjects: paths of the text against the tables and the dictionary, codes against names."""

import pytest

from checks.finding import Fault
from checks.registry import CHECKS, load_checks
from checks.subjects import dictionary, key
from extractor.document import ROOT, Cell, Document, Paragraph, Scope, Table
from extractor.extraction import Extraction
from extractor.location import Location, Piece, Text
from extractor.tables.model import Band, LogicalTable, Row, RowKind, TableKind

load_checks()


def table(*rows: tuple[str, str]) -> LogicalTable:
    cells = tuple(
        (Cell(code, n, 0, 1, 1, Location(table=1, row=n)), Cell(name, n, 1, 1, 1, Location(table=1, row=n)))
        for n, (code, name) in enumerate(rows)
    )
    flat = tuple(c for row in cells for c in row)
    band = Band("", (), tuple(Row(n, RowKind.ITEM, name, code) for n, (code, name) in enumerate(rows)))
    grid = Table(1, flat, len(rows), 2, Location())
    return LogicalTable(1, TableKind.AMOUNTS, "支出决算表", "万元", (grid,), cells, 0, (band,), (), ROOT, Scope())


def faults(code: str, text: str = "", *rows: tuple[str, str], year: int | None = 2023) -> list[Fault]:
    blocks = (Paragraph(Text(text, (Piece(0, Location(line=1)),))),)
    tables = (table(*rows),) if rows else ()
    extraction = Extraction(Document("r.txt", "text", "", blocks), year=year, tables=tables)
    return [f for f in CHECKS[code](extraction) if isinstance(f, Fault)]


ROWS = (
    ("208", "社会保障和就业支出"),
    ("20805", "行政事业单位养老支出"),
    ("2080501", "行政单位离退休"),
    ("2080599", "其他行政事业单位养老支出"),
    ("220", "自然资源海洋气象等支出"),
    ("22001", "自然资源事务"),
    ("2200199", "其他自然资源事务支出"),
    ("221", "住房保障支出"),
    ("22102", "住房改革支出"),
    ("2210201", "住房公积金"),
)

AGAINST_TABLES = {
    "an item the tables do not have": (
        "1、社会保障和就业支出（类）行政事业单位养老支出（款）老干部活动费（项）。", "项", "老干部活动费", "2080599",
    ),
    "a former name": ("自然资源海洋气象等支出（类）自然资源事务（款）其他国土资源事务支出（项）3万元", "项", "其他国土资源事务支出", "2018"),
    "the class repeated as its second level": ("住房保障支出（类）住房保障支出（款）住房公积金（项）3万元", "款", "住房保障支出", "住房改革支出"),
    "the right path": ("主要用于住房保障支出（类）住房改革支出（款）住房公积金（项）3万元", "", "", ""),
    "no 支出, half-width brackets": ("社会保障和就业(类)行政事业单位养老(款)行政单位离退休(项)3万元", "", "", ""),
    "a valid item of another table": ("社会保障和就业支出（类）行政事业单位养老支出（款）事业单位离退休（项）3万元", "", "", ""),
    "a class the tables do not have": ("教育支出（类）进修及培训（款）培训支出（项）3万元", "", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", AGAINST_TABLES)
def test_text_against_tables(name: str) -> None:
    text, level, wrong, right = AGAINST_TABLES[name]
    found = faults("SUB101", text, *ROWS)
    if not level:
        assert not found
        return
    (fault,) = found
    assert (fault.words["level"], fault.words["name"]) == (level, wrong)
    assert right in fault.words["right"]


BY_DICTIONARY = {
    "a second level of another class": (
        "教育支出（类）行政事业单位医疗（款）行政单位医疗（项）3万元",
        "行政事业单位医疗",
    ),
    "the class as second level": ("住房保障支出（类）住房保障支出（款）购房补贴（项）3万元", "住房保障支出"),
    "an item of another second level": ("卫生健康支出（类）行政事业单位医疗（款）死亡抚恤（项）3万元", "死亡抚恤"),
    "right": ("农林水支出（类）水利（款）防汛（项）3万元", ""),
    "brackets inside a name": ("一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）3万元", ""),
    "unknown item": ("农林水支出（类）水利（款）小型水库管护（项）3万元", ""),
    "unknown class": ("某某支出（类）某某事务（款）某某（项）3万元", ""),
}


@pytest.mark.parametrize("name", BY_DICTIONARY)
def test_text_against_dictionary(name: str) -> None:
    text, wrong = BY_DICTIONARY[name]
    assert [f.words["name"] for f in faults("SUB102", text)] == ([wrong] if wrong else [])


def test_code_with_the_name_of_its_neighbour() -> None:
    (fault,) = faults("SUB103", "", ("2101101", "事业单位医疗"), ("2101102", "事业单位医疗"))
    assert (fault.words["code"], fault.words["right"]) == ("2101101", "行政单位医疗")
    assert not faults(
        "SUB103", "", ("2080505", "机关事业单位基本养老保险"), ("30201", "办公费"), ("2013802", "本地科目")
    )


def test_former_names_after_their_last_year() -> None:
    text = "医疗卫生与计划生育支出（类）行政事业单位医疗（款）行政单位医疗（项）3万元"
    assert [f.words["right"] for f in faults("SUB104", text)] == ["卫生健康支出"]
    assert not faults("SUB104", text, year=2017)


@pytest.mark.parametrize("kind", ["function", "economic"])
def test_dictionary_is_a_tree(kind: str) -> None:
    names = dictionary(kind).names
    assert all(len(c) == 3 or c[:-2] in names for c in names)
    assert all(len(c) in (3, 5, 7) and name.strip() == name for c, name in names.items())


def test_spellings_of_one_subject() -> None:
    assert key("城乡社区规划与管理") == key("城乡社区规划和管理支出")
    assert key("维修（护）费") == key("维修(护)费")
    assert key("行政单位医疗") != key("事业单位医疗")
