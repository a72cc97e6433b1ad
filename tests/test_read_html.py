"""Web pages: the report, not the site; tables with their spans."""

from pathlib import Path

import pytest

from extractor import read
from extractor.document import Paragraph, Status, Table

ARTICLE = (
    "<p>2024年度收入总计120.50万元，比上年增加20.50万元，增长20.5%，其中财政拨款收入100.50万元，事业收入20万元。</p>"
)
TEXT = ARTICLE[3:-4]
MENU = "<ul>" + "".join(f"<li><a href='/{i}'>栏目{i}信息公开</a></li>" for i in range(8)) + "</ul>"


def page(body: str, head: str = "<meta charset='utf-8'>") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}<title>公开</title></head><body>{body}</body></html>".encode()


def texts(folder: Path, data: bytes, name: str = "report.html") -> list[str]:
    (folder / name).write_bytes(data)
    document = read(folder / name)
    assert document.status is Status.OK, document.problems
    return [block.text for block in document.blocks if not isinstance(block, Table)]


PAGES = [
    ("menus, scripts and footers", f"<div>{MENU}</div><script>var a='收入'</script><div class='content'>{ARTICLE}</div><footer>版权所有</footer>", [TEXT]),
    ("breadcrumb and print button", f"<div>当前位置：首页 &gt; 部门决算</div><div>{ARTICLE}<p>【打印本页】【关闭窗口】</p></div>", [TEXT]),
    ("hidden text", f"<div>{ARTICLE}<p style='display:none'>草稿</p></div>", [TEXT]),
    ("words cut by tags and by lines of the source", "<p>收入总计<b>120</b>.50万\n   元，<span>增长5%</span>。</p>" + ARTICLE, ["收入总计120.50万元，增长5%。", TEXT]),
    ("forced line ends", "<p>一、收入情况<br>收入合计120万元。<br/>支出合计110万元。</p>", ["一、收入情况", "收入合计120万元。", "支出合计110万元。"]),
    ("layout table", f"<table><tr><td>{ARTICLE}</td></tr></table>", [TEXT]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "found"), [case[1:] for case in PAGES], ids=[case[0] for case in PAGES])
def test_article_of_a_page(tmp_path: Path, body: str, found: list[str]) -> None:
    assert texts(tmp_path, page(body)) == found


@pytest.mark.parametrize(
    ("encoding", "head"),
    [("gb18030", "<meta charset='gb2312'>"), ("utf-8", ""), ("gb18030", ""), ("utf-8", "<meta charset='gb2312'>"), ("utf-16", "")],
)  # fmt: skip
def test_charset_from_meta_or_content(tmp_path: Path, encoding: str, head: str) -> None:
    assert texts(tmp_path, page(ARTICLE * 3, head).decode().encode(encoding)) == [TEXT] * 3


def test_table_with_spans_title_and_unit(tmp_path: Path) -> None:
    rows = "<tr><td rowspan=2>项目</td><td colspan=2>金额</td></tr><tr><td>预算</td><td>决算</td></tr>"
    rows += "<tr><td>财政<br>拨款</td><td>99.00</td><td>100.50</td></tr>"
    (tmp_path / "a.html").write_bytes(page(f"{ARTICLE}<p>收入决算表</p><p>单位：万元</p><table>{rows}</table>"))
    table = read(tmp_path / "a.html").blocks[-1]
    assert isinstance(table, Table)
    assert [text.text for text in table.above] == ["收入决算表", "单位：万元"]
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in table.cells] == [
        ("项目", 0, 0, 2, 1), ("金额", 0, 1, 1, 2), ("预算", 1, 1, 1, 1), ("决算", 1, 2, 1, 1),
        ("财政\n拨款", 2, 0, 1, 1), ("99.00", 2, 1, 1, 1), ("100.50", 2, 2, 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["report.pdf", "report.doc", "report.txt"])
def test_page_with_another_ending(tmp_path: Path, name: str) -> None:
    assert texts(tmp_path, page(ARTICLE), name) == [TEXT]


def test_web_archive(tmp_path: Path) -> None:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"] = "<Saved by a browser>"
    message.set_content("x")
    message.add_alternative(page(ARTICLE, "").decode(), subtype="html", charset="utf-8")
    assert texts(tmp_path, message.as_bytes(), "report.mhtml") == [TEXT]


def test_huge_spans_and_nesting_are_bounded(tmp_path: Path) -> None:
    spans = "".join("<tr>" + "<td rowspan=9999 colspan=9999>甲</td>" * 20 + "</tr>" for _ in range(300))
    (tmp_path / "spans.html").write_bytes(page(f"<table>{spans}</table>"))
    (tmp_path / "deep.html").write_bytes(page("<div>" * 50_000 + ARTICLE))
    assert read(tmp_path / "spans.html").problems[0].kind == "table_too_large"
    assert read(tmp_path / "deep.html").status in (Status.OK, Status.FAILED)


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><html><body>&b;</body></html>'
    (tmp_path / "bomb.html").write_bytes(bomb)
    assert read(tmp_path / "bomb.html").problems[0].kind == "xml_entities"


def test_source_line_is_the_place(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page(f"\n\n{ARTICLE}"))
    (paragraph,) = read(tmp_path / "a.html").blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.location.line == 3
    assert (paragraph.content.locate(4, 6).start, paragraph.content.locate(4, 6).end) == (4, 6)
