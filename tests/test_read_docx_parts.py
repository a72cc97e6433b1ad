"""Word documents clause by clause: lists, tracked changes, text boxes, notes, controls, symbols, merged cells."""

from pathlib import Path

import pytest

from extractor import read
from extractor.document import Status, Table
from tests.word_package import Parts, item, levels, lists, p, package, r, styled, tbl, tc, tr

MARK_DELETED = '<w:rPr><w:del w:id="9" w:author="a"/></w:rPr>'
CHINESE = levels(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
BOX = "<w:txbxContent>{}</w:txbxContent>"
BOTH = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{0}</wps:txbx></mc:Choice>"
    "<mc:Fallback><w:pict><v:textbox>{0}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
NOTES = '<w:{0} w:id="1">' + p("本数含上年结转3万元。") + "</w:{0}>"
LINKED = (
    '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="list"/></w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="list"/>{CHINESE}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
OVERRIDDEN = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>' + (
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%1）"/></w:lvl></w:lvlOverride></w:num>'
)


def heading_style(key: str, number: str = "", based: str = "") -> str:
    inner = f"<w:pPr><w:numPr>{number}</w:numPr></w:pPr>" if number else ""
    above = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{key}"/>{above}{inner}</w:style>'


STYLES = (
    heading_style("h1", '<w:numId w:val="1"/>')
    + heading_style("h2", '<w:ilvl w:val="1"/><w:numId w:val="1"/>', "h1")
    + heading_style("own", based="h2")
    + heading_style("none", '<w:numId w:val="0"/>', "h1")
)

TEXTS: list[tuple[str, Parts, list[str]]] = [
    (
        "list restarted by a list of its own",
        Parts(item("收入") + item("支出") + item("甲", 0, 2) + item("乙", 0, 2), lists(CHINESE, numbers=OVERRIDDEN)),
        ["一、收入", "二、支出", "（1）甲", "（2）乙"],
    ),
    (
        "level that counts on below every heading",
        Parts(
            item("收入") + item("甲", 1) + item("支出") + item("乙", 1),
            lists(levels(("chineseCounting", "%1、"), ("decimal", "%2、"), more='<w:lvlRestart w:val="0"/>')),
        ),
        ["一、收入", "1、甲", "二、支出", "2、乙"],
    ),
    (
        "numbers of upper levels in digits where the level says so",
        Parts(
            item("总则") + item("范围", 1),
            lists(
                levels(("chineseCounting", "第%1章"))
                + '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>'
            ),
        ),
        ["第一章总则", "1.1 范围"],
    ),
    ("list kept in a list style", Parts(item("收入") + item("甲", 1), LINKED), ["一、收入", "（一）甲"]),
    (
        "numbers by heading styles, inherited and switched off",
        Parts(
            styled("收入", "h1") + styled("总体", "h2") + styled("结构", "own") + styled("附注", "none") + styled("支出", "h1"),
            lists(CHINESE),
            STYLES,
        ),
        ["一、收入", "（一）总体", "（二）结构", "附注", "二、支出"],
    ),
    (
        "style whose level is told by the list",
        Parts(
            styled("收入", "h1") + styled("总体", "h3"),
            lists(
                '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="h1"/><w:lvlText w:val="%1、"/></w:lvl>'
                '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="h3"/><w:lvlText w:val="（%2）"/></w:lvl>'
            ),
            heading_style("h1", '<w:numId w:val="1"/>') + heading_style("h3", '<w:numId w:val="1"/>'),
        ),
        ["一、收入", "（一）总体"],
    ),
    (
        "number taken off one paragraph",
        Parts(item("收入") + item("注释", 0, 0) + item("支出"), lists(CHINESE)),
        ["一、收入", "注释", "二、支出"],
    ),
    (
        "deleted item of a list is not counted",
        Parts(
            item("收入")
            + item('<w:del w:id="1"><w:r><w:delText>旧</w:delText></w:r></w:del>').replace(
                "</w:pPr>", f"{MARK_DELETED}</w:pPr>"
            )
            + item("支出"),
            lists(CHINESE),
        ),
        ["一、收入", "二、支出"],
    ),
    (
        "end of a paragraph deleted",
        Parts(p("收入", properties=MARK_DELETED) + p("合计12.5万元。") + p("支出合计3万元。")),
        ["收入合计12.5万元。", "支出合计3万元。"],
    ),
    (
        "text moved",
        Parts(
            p('<w:moveFrom w:id="1"><w:r><w:t>支出9万元。</w:t></w:r></w:moveFrom>', "收入5万元。")
            + p('<w:moveTo w:id="2"><w:r><w:t>支出9万元。</w:t></w:r></w:moveTo>')
        ),
        ["收入5万元。", "支出9万元。"],
    ),
    (
        "digits exchanged by a tracked change",
        Parts(
            p(
                "支出1",
                '<w:del w:id="1"><w:r><w:delText>2</w:delText></w:r></w:del>',
                '<w:ins w:id="2"><w:r><w:t>3</w:t></w:r></w:ins>',
                "万元。",
            )
        ),
        ["支出13万元。"],
    ),
    ("text box given twice is read once", Parts(p("支出", BOTH.format(BOX.format(p("结余3万元。"))))), ["支出", "结余3万元。"]),
    (
        "table of contents by the name of its style",
        Parts(
            styled("一、收入\t3", "15") + p("一、收入"),
            styles='<w:style w:type="paragraph" w:styleId="15"><w:name w:val="toc 1"/></w:style>',
        ),
        ["一、收入"],
    ),
    (
        "footnote and endnote of one number",
        Parts(
            p("收入5万元", '<w:r><w:endnoteReference w:id="1"/></w:r>', "。"),
            footnotes=NOTES.format("footnote").replace("上年结转", "其他"),
            endnotes=NOTES.format("endnote"),
        ),
        ["收入5万元。", "本数含上年结转3万元。"],
    ),
    (
        "fields show their results",
        Parts(
            p(
                "表",
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> SEQ 表 \\* ARABIC 9 </w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
                "1",
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
                '<w:fldSimple w:instr=" REF a "><w:r><w:t>所列</w:t></w:r></w:fldSimple>',
                "支出5万元。",
            )
        ),
        ["表1所列支出5万元。"],
    ),
    (
        "control around paragraphs",
        Parts(f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{p('收入5万元。')}</w:sdtContent></w:sdt>"),
        ["收入5万元。"],
    ),
    (
        "tick box of today",
        Parts(
            p(
                "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr><w:sdtContent>"
                "<w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>",
                "是",
            )
        ),
        ["☒是"],
    ),
    (
        "tick box of old forms",
        Parts(
            p(
                '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'
                '</w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
                "是",
            )
        ),
        ["☑是"],
    ),
    (
        "drop-down of old forms",
        Parts(
            p(
                "评价等级：",
                '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="优"/>'
                '<w:listEntry w:val="良"/></w:ddList></w:ffData></w:fldChar></w:r>',
            )
        ),
        ["评价等级：良"],
    ),
    (
        "signs of symbol fonts",
        Parts(
            p("完成率", '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "95%，偏差", '<w:r><w:sym w:font="Symbol" w:char="F0A3"/></w:r>', "5%")
            + p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "是", '<w:r><w:sym w:font="Wingdings" w:char="F081"/></w:r>')
            + p(r("\uf0fe", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "已完成")
            + p('<w:r><w:sym w:font="MS Gothic" w:char="2610"/></w:r>', "未完成")
        ),
        ["完成率≥95%，偏差≤5%", "√是①", "☑已完成", "☐未完成"],
    ),
    (
        "hidden by a style of characters",
        Parts(
            p("支出5万元。", r("内部9万元", '<w:rStyle w:val="x"/>'), r("9", "<w:vanish/>"), r("见附表", '<w:vanish w:val="0"/>')),
            styles='<w:style w:type="character" w:styleId="x"><w:name w:val="x"/><w:rPr><w:vanish/></w:rPr></w:style>',
        ),
        ["支出5万元。见附表"],
    ),
    (
        "fraction of a formula",
        Parts(p("执行率=", "<m:oMath><m:f><m:num><m:r><m:t>95</m:t></m:r></m:num><m:den><m:r><m:t>100</m:t></m:r></m:den></m:f></m:oMath>")),
        ["执行率=95/100"],
    ),
    ("heading lines of the page", Parts(p("收入5万元。"), header=p("某局2023年决算")), ["收入5万元。"]),
    ("main part of another name", Parts(p("收入5万元。"), name="document2"), ["收入5万元。"]),
    (
        "strict kind of Word document",
        Parts(p("收入5万元。"), namespace="http://purl.oclc.org/ooxml/wordprocessingml/main"),
        ["收入5万元。"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "texts"), [case[1:] for case in TEXTS], ids=[case[0] for case in TEXTS])
def test_text_as_printed(tmp_path: Path, parts: Parts, texts: list[str]) -> None:
    (tmp_path / "report.docx").write_bytes(package(parts))
    document = read(tmp_path / "report.docx")
    assert document.status is Status.OK
    assert [block.text for block in document.blocks if not isinstance(block, Table)] == texts


Grid = list[tuple[str, int, int, int, int]]
START, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
CONTROL = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"

GRIDS: list[tuple[str, str, Grid]] = [
    (
        "merged down, with text left in the covered cells",
        tbl(
            tr(tc("基本支出", properties=START), "1"),
            tr(tc("基本支出", properties='<w:vMerge w:val="continue"/>'), "2"),
            tr(tc(properties=GO_ON), "3"),
            tr("合计", "6"),
        ),
        [("基本支出", 0, 0, 3, 1), ("1", 0, 1, 1, 1), ("2", 1, 1, 1, 1), ("3", 2, 1, 1, 1), ("合计", 3, 0, 1, 1), ("6", 3, 1, 1, 1)],
    ),
    (
        "merged across the old way",
        tbl(
            tr(tc("收入", properties='<w:hMerge w:val="restart"/>'), tc(properties="<w:hMerge/>"), "支出"),
            tr("甲", "1", "2"),
        ),
        [("收入", 0, 0, 1, 2), ("支出", 0, 2, 1, 1), ("甲", 1, 0, 1, 1), ("1", 1, 1, 1, 1), ("2", 1, 2, 1, 1)],
    ),
    (
        "merged down and across",
        tbl(
            tr(tc("项目", properties=f'<w:gridSpan w:val="2"/>{START}'), "金额"),
            tr(tc(properties=f'<w:gridSpan w:val="2"/>{GO_ON}'), "万元"),
            tr("类", "款", "1"),
        ),
        [("项目", 0, 0, 2, 2), ("金额", 0, 2, 1, 1), ("万元", 1, 2, 1, 1), ("类", 2, 0, 1, 1), ("款", 2, 1, 1, 1), ("1", 2, 2, 1, 1)],
    ),
    (
        "row that begins further right",
        tbl(tr("甲", "1", "2"), tr("3", "4", properties='<w:gridBefore w:val="1"/>')),
        [("甲", 0, 0, 1, 1), ("1", 0, 1, 1, 1), ("2", 0, 2, 1, 1), ("3", 1, 1, 1, 1), ("4", 1, 2, 1, 1)],
    ),
    (
        "deleted row, inserted row, deleted cells",
        tbl(
            tr("项目", "金额"),
            tr("旧", "9", properties='<w:del w:id="1"/>'),
            tr("新", "5", properties='<w:ins w:id="2"/>'),
            tr("合计", tc("8", properties='<w:cellDel w:id="3"/>'), "5"),
        ),
        [("项目", 0, 0, 1, 1), ("金额", 0, 1, 1, 1), ("新", 1, 0, 1, 1), ("5", 1, 1, 1, 1), ("合计", 2, 0, 1, 1), ("5", 2, 1, 1, 1)],
    ),
    (
        "controls around rows and cells",
        tbl(
            tr("项目", CONTROL.format(tc("金额"))),
            CONTROL.format(tr("甲", tc(CONTROL.format(p("1")))) + tr("乙", "2")),
        ),
        [("项目", 0, 0, 1, 1), ("金额", 0, 1, 1, 1), ("甲", 1, 0, 1, 1), ("1", 1, 1, 1, 1), ("乙", 2, 0, 1, 1), ("2", 2, 1, 1, 1)],
    ),
    (
        "numbers of a list are cells too",
        tbl(tr("序号", "项目"), tr(tc(item("")), "甲"), tr(tc(item("")), "乙")),
        [("序号", 0, 0, 1, 1), ("项目", 0, 1, 1, 1), ("一、", 1, 0, 1, 1), ("甲", 1, 1, 1, 1), ("二、", 2, 0, 1, 1), ("乙", 2, 1, 1, 1)],
    ),
    (
        "deleted end of a paragraph in a cell",
        tbl(tr(tc(p("人员", properties=MARK_DELETED), p("经费")), "1"), tr("公用经费", "2")),
        [("人员经费", 0, 0, 1, 1), ("1", 0, 1, 1, 1), ("公用经费", 1, 0, 1, 1), ("2", 1, 1, 1, 1)],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "cells"), [case[1:] for case in GRIDS], ids=[case[0] for case in GRIDS])
def test_tables_as_printed(tmp_path: Path, body: str, cells: Grid) -> None:
    (tmp_path / "report.docx").write_bytes(package(Parts(body, lists(CHINESE))))
    (table,) = read(tmp_path / "report.docx").blocks
    assert isinstance(table, Table)
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in table.cells] == cells


def test_nested_table_follows_the_one_around_it(tmp_path: Path) -> None:
    inner = tbl(tr("内一", "1"), tr("内二", "2"))
    body = p("前。") + tbl(tr("外", tc(p("说明"), inner)), tr("合计", "3")) + p("后。")
    (tmp_path / "report.docx").write_bytes(package(Parts(body)))
    blocks = read(tmp_path / "report.docx").blocks
    shown = [[c.text for c in block.cells] if isinstance(block, Table) else block.text for block in blocks]
    assert shown == ["前。", ["外", "说明", "合计", "3"], ["内一", "1", "内二", "2"], "后。"]
