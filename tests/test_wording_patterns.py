"""The wording data of template residue, units and years: every example is seen, every near-miss is left alone."""

import pytest

from checks.finding import Fault
from checks.registry import CHECKS, load_checks
from extractor.document import Document, Paragraph
from extractor.extraction import Extraction
from extractor.location import Location, Piece, Text
from patterns.load import load_yaml

load_checks()


def faults(code: str, *lines: str, year: int | None = 2023, kind: str = "final_accounts", own: str = "") -> list[Fault]:
    blocks = tuple(Paragraph(Text(line, (Piece(0, Location(line=n)),))) for n, line in enumerate(lines, 1))
    extraction = Extraction(Document("report.txt", "text", "", blocks), organization=own, year=year, kind=kind)
    return [f for f in CHECKS[code](extraction) if isinstance(f, Fault)]


GROUPS = [
    ("TXT101", "residue", "choices"),
    ("TXT102", "residue", "placeholders"),
    ("TXT102", "residue", "gaps"),
    ("TXT103", "residue", "instructions"),
    ("TXT401", "missing_units", None),
]


def sentences(wanted: str) -> list[tuple[str, str]]:
    found = []
    for code, name, group in GROUPS:
        data = load_yaml(name)[group] if group else load_yaml(name)
        found += [(code, sentence) for sentence in data[wanted]]
    return found


@pytest.mark.parametrize(("code", "sentence"), sentences("examples"))
def test_examples_are_found(code: str, sentence: str) -> None:
    assert faults(code, sentence)


@pytest.mark.parametrize(("code", "sentence"), sentences("near"))
def test_near_misses_are_silent(code: str, sentence: str) -> None:
    assert not faults(code, sentence)


def test_a_blank_template_gives_one_finding_a_section() -> None:
    lines = ("收入总计XXX万元，比上年增加（减少）XX万元，增长（下降）XX%。（如持平作持平表述）",) * 9
    assert len(faults("TXT102", *lines)) == 1
    assert not faults("TXT101", *lines)
    assert not faults("TXT103", *lines)


def test_one_finding_a_sentence() -> None:
    (fault,) = faults("TXT101", "出国费支出比上年增加/减少0万元，增长/下降0%。")
    assert fault.evidence[0].quote.startswith("出国费支出")


def test_missing_sign_is_named() -> None:
    (fault,) = faults("TXT401", "支出增加12.30万元，增长4.56。")
    assert (fault.words["number"], fault.words["unit"], fault.evidence[0].label) == ("4.56", "%", "%")


YEARS = {
    "the list of attachments keeps last year": (
        ["附件：1. 2021年度部门整体支出绩效自评计分表", "2023年度部门整体支出绩效自评计分表"], "self_evaluation", 1,
    ),
    "a project of another year": (["2022年农村公路养护项目绩效自评报告"], "self_evaluation", 0),
    "a document of another year": (["《2021年度部门决算报表》"], "final_accounts", 0),
    "last year's execution in a budget": (["2022年预算执行情况"], "budget", 0),
    "the report's own year": (["2023年度部门决算情况说明"], "final_accounts", 0),
}  # fmt: skip


@pytest.mark.parametrize("name", YEARS)
def test_year_of_titles(name: str) -> None:
    lines, kind, count = YEARS[name]
    assert len(faults("TXT201", *lines, kind=kind)) == count


BODY = {
    "assets counted at the end of another year": ("截至2022年12月31日，本单位共有车辆3辆。", 1),
    "assets of this year": ("截至2023年12月31日，本单位共有车辆3辆。", 0),
    "a result of last year in a sentence that compares nothing": ("2022年度机关运行经费支出为3.10万元。", 1),
    "a result told for comparison": ("2022年度机关运行经费支出为3.10万元，较2021年度增加1万元。", 0),
    "money carried over": ("2022年度结转资金支出3.10万元。", 0),
}


@pytest.mark.parametrize("name", BODY)
def test_year_of_sentences(name: str) -> None:
    line, count = BODY[name]
    assert len(faults("TXT202", line)) == count


def test_one_base_year_among_others_is_stale() -> None:
    right = "收入与2022年度相比增加1万元。"
    assert len(faults("TXT202", right, right, right, "支出与2021年度相比增加2万元。")) == 1
    assert not faults("TXT202", "收入与2021年度相比增加1万元。", "支出与2022年度相比增加1万元。")


OWN = "青山市临江区住房和城乡建设局"
NAMES = {
    "wrong link": ("TXT502", "青山市临江区住房与城乡建设局2023年度无此项支出。", 1),
    "wrong character": ("TXT502", "青山市临江区住房和城乡建没局共有车辆2辆。", 1),
    "right": ("TXT502", f"{OWN}共有车辆2辆。", 0),
    "a unit below": ("TXT502", f"{OWN}执法大队共有车辆2辆。", 0),
    "another office": ("TXT502", "青山市临江区城市管理局共有车辆2辆。", 0),
    "the office above in a title": ("TXT501", "青山市住房和城乡建设局2023年度部门决算表", 1),
    "the own name in a title": ("TXT501", f"{OWN}2023年度部门决算表", 0),
    "the short name in a title": ("TXT501", "临江区住房和城乡建设局2023年度部门决算表", 0),
    "the office above in a sentence": ("TXT501", "根据青山市住房和城乡建设局2023年度部门决算的批复，安排如下。", 0),
}


@pytest.mark.parametrize("name", NAMES)
def test_organization(name: str) -> None:
    code, line, count = NAMES[name]
    assert len(faults(code, line, own=OWN)) == count
