"""Every output opened again by an independent reader; nothing in a report can become a formula, markup or script."""

import csv
import html
import html.parser
import io
import json
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import jsonschema
import lxml.html
import openpyxl
import pytest
from test_cli import RIGHT, SAMPLE, WRONG, apart, gouji, write

from gouji.output.cells import FIGURE_COLUMNS, guarded

__all__ = ["apart"]

HOSTILE = WRONG.replace("项目支出", "=cmd|'/c calc'!A1<script>alert(1)</script>项目支出")


def rows_of(sheet: object) -> list[tuple[object, ...]]:
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]  # type: ignore[attr-defined]


# --- spreadsheets


def test_workbook_has_summary_findings_files_and_figures() -> None:
    write("所/wrong.txt", WRONG)
    write("所/right.txt", RIGHT.replace("安平县民政局", "河口县林业局"))
    write("所/empty.txt", "")
    result = gouji("check", "所", "-o", "结果.xlsx")
    assert result.exit_code == 2
    book = openpyxl.load_workbook("结果.xlsx")
    assert book.sheetnames == ["汇总", "问题", "文件", "数字"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == f"A1:{sheet.dimensions.split(':')[1]}"
    findings = rows_of(book["问题"])
    assert findings[0][:4] == ("单位", "年度", "级别", "规则")
    assert findings[1][:4] == ("安平县民政局", 2023, "错误", "SHR101")
    assert "41.00%" in findings[1]
    assert [row[0] for row in rows_of(book["文件"])[1:]] == ["所/empty.txt", "所/right.txt", "所/wrong.txt"]
    assert len(rows_of(book["数字"])) == 11
    summary = {row[0]: row[1:] for row in rows_of(book["汇总"])[1:]}
    assert summary["安平县民政局"][:3] == (1, 0, 1)
    assert summary["河口县林业局"][:3] == (1, 0, 0)


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    gouji("check", write("=1+1.txt", HOSTILE), "-o", "out.xlsx")
    gouji("extract", "=1+1.txt", "-o", "data.xlsx")
    for name in ("out.xlsx", "data.xlsx"):
        cells = [cell for sheet in openpyxl.load_workbook(name) for row in sheet.iter_rows() for cell in row]
        assert any(str(cell.value).startswith("=") for cell in cells)
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (the command soffice) is not installed")
def test_another_program_opens_the_workbook_as_it_is() -> None:
    gouji("check", write("=1+1.txt", HOSTILE), "-o", "out.xlsx")
    profile = f"-env:UserInstallation={Path('profile').resolve().as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "fods", "out.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    flat = Path("out.fods").read_text(encoding="utf-8")
    words = "".join(re.sub(r"<[^>]*>", "", html.unescape(flat)).split())
    cells = [cell for sheet in openpyxl.load_workbook("out.xlsx") for row in sheet.iter_rows() for cell in row]
    texts = [cell.value for cell in cells if isinstance(cell.value, str) and "<" not in cell.value]
    assert "table:formula" not in flat
    assert [text for text in texts if "".join(text.split()) not in words] == []


GUARDED = [
    ("=1+1", "'=1+1"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("-13.27", "-13.27"),
    ("+甲", "'+甲"),
    ("\t=1", "'\t=1"),
    ("正常", "正常"),
]


@pytest.mark.parametrize(("text", "safe"), GUARDED)
def test_guard_against_formulas(text: str, safe: str) -> None:
    assert guarded(text) == safe


def test_csv_has_a_row_for_each_finding() -> None:
    gouji("check", write("=wrong.txt", HOSTILE), "-o", "out.csv")
    text = Path("out.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["规则"] for row in rows] == ["SHR101"]
    assert not [value for row in rows for value in row.values() if value[:1] in "=+@" and value]


# --- extracted data


def test_tidy_table_has_one_row_for_each_figure() -> None:
    result = gouji("extract", write("right.txt", RIGHT))
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert tuple(rows[0]) == FIGURE_COLUMNS
    assert [row["text"] for row in rows] == ["100.00万元", "60.00万元", "60.00%", "40.00万元", "40.00%"]
    first = rows[0]
    assert (first["value"], first["unit"], first["value_wan"], first["value_yuan"]) == (
        "100.00",
        "万元",
        "100",
        "1000000",
    )
    assert (first["organization"], first["report_year"], first["line"], first["role"]) == (
        "安平县民政局",
        "2023",
        "5",
        "amount",
    )
    assert rows[2]["value_yuan"] == ""


def test_the_same_names_in_every_format() -> None:
    file = write("right.txt", RIGHT)
    gouji("extract", file, "-o", "data.xlsx")
    sheet = openpyxl.load_workbook("data.xlsx").active
    assert rows_of(sheet)[0] == FIGURE_COLUMNS
    assert rows_of(sheet)[1][FIGURE_COLUMNS.index("value")] == 100
    record = json.loads(gouji("extract", file, "--format", "jsonl").stdout)
    assert tuple(record["figures"][0]) == FIGURE_COLUMNS


def test_records_hold_figures_score_sheets_and_tables() -> None:
    report = json.loads(gouji("extract", SAMPLE, "--format", "json").stdout)["reports"][0]
    assert report["organization"] == "青山县水务局"
    assert report["year"] == 2023
    assert {f["label"] for f in report["figures"]}
    assert {"36.06万元"} <= {f["text"] for f in report["three_public"]}
    (sheet,) = report["score_sheets"]
    first = sheet["items"][0]
    assert (first["name"], first["level"], first["weight"]["value"], first["scores"]) == ("投入", 1, "20", [])
    waiting, scores = list(sheet["items"]), {}
    while waiting:
        item = waiting.pop()
        waiting += item["children"]
        scores[item["name"]] = (item["weight"] and item["weight"]["value"], [s["value"] for s in item["scores"]])
    assert scores["预算执行率"] == ("8", ["7.8"])
    assert sheet["total"]["value"] == "98.7"
    assert {t["table"] for t in report["tables"]} == {1, 3}


def test_goal_forms_hold_amounts_as_printed_and_in_wan() -> None:
    form = "corpus/samples/whole_donghai.md.txt"
    report = json.loads(gouji("extract", SAMPLE.parents[2] / form, "--format", "json").stdout)["reports"][0]
    (goals,) = report["goal_forms"]
    amounts = [line["amounts"] for block in goals["blocks"] for line in block]
    printed = next(a["budget"] for a in amounts if "budget" in a)
    assert Decimal(printed["value_wan"]) == Decimal(printed["value"]) / (100 if printed["unit"] == "百元" else 1)


def test_parquet_keeps_decimals_or_says_what_is_missing() -> None:
    file = write("right.txt", RIGHT)
    result = gouji("extract", file, "-o", "data.parquet")
    try:
        import pyarrow.parquet
    except ImportError:
        assert result.exit_code == 2
        assert "pyarrow" in result.stderr
        return
    table = pyarrow.parquet.read_table("data.parquet").to_pylist()
    assert str(table[0]["value_yuan"]) == "1000000.00000000"


# --- web pages


class Tags(html.parser.HTMLParser):
    """What a browser would see as elements and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_page_marks_the_figures_and_links_the_findings_to_them() -> None:
    gouji("check", write("wrong.txt", WRONG), "-o", "out.html")
    page = lxml.html.parse("out.html").getroot()
    assert [m.text for m in page.iter("mark")] == ["100.00万元", "60.00万元", "60.00%", "40.00万元", "41.00%"]
    assert [m.text for m in page.iter("mark") if m.get("class") == "checked"] == ["60.00万元"]
    links = [a.get("href") for a in page.iter("a") if a.get("href")]
    ids = {e.get("id") for e in page.iter() if e.get("id")}
    assert links
    assert {link.removeprefix("#") for link in links} <= ids
    assert "应为40.00%" in page.find(".//section").text_content()


@pytest.mark.parametrize("ending", ["*.pdf", "*.docx", "*.xlsx", "*.html", "*.md.txt"])
def test_every_figure_is_marked_whatever_the_format(ending: str) -> None:
    file = next(iter(sorted(SAMPLE.parent.glob(ending))))
    gouji("check", file, "-o", "out.html")
    record = json.loads(gouji("extract", file, "--format", "jsonl").stdout)
    page = lxml.html.parse("out.html").getroot()
    assert len(list(page.iter("mark"))) == len(record["figures"]) > 0
    links = {a.get("href").removeprefix("#") for a in page.iter("a") if a.get("href")}
    assert links <= {e.get("id") for e in page.iter() if e.get("id")}


def test_page_of_the_sample_shows_its_whole_text() -> None:
    gouji("check", SAMPLE, "-o", "out.html")
    article = lxml.html.parse("out.html").getroot().find(".//article").text_content()
    squeeze = str.maketrans("", "", " \n|-")
    shown = article.translate(squeeze)
    lines = [line.translate(squeeze) for line in SAMPLE.read_text(encoding="utf-8").splitlines() if "|" not in line]
    assert not [line for line in lines if line and line not in shown]


def test_hostile_report_runs_no_script() -> None:
    nasty = (
        HOSTILE
        + '\n<img src=x onerror=alert(1)> " onmouseover="x\n\n| 甲"><svg onload=x> | 乙 |\n|---|---|\n| 1 | 2 |\n'
    )
    gouji("check", write("<b>.txt", nasty), "-o", "out.html")
    text = Path("out.html").read_text(encoding="utf-8")
    found = Tags()
    found.feed(text)
    assert not found.tags & {"script", "img", "svg", "b", "iframe", "object"}
    assert not {a for a in found.attributes if a.startswith("on")}
    assert "default-src 'none'" in text.replace("&#x27;", "'")
    assert "script-src" not in text


def test_folder_of_pages_has_an_index() -> None:
    write("所/wrong.txt", WRONG)
    write("所/a b&c.txt", RIGHT)
    write("所/empty.txt", "")
    gouji("check", "所", "-o", "pages.html")
    index = lxml.html.parse("pages.html/index.html").getroot()
    links = [a.get("href") for a in index.iter("a")]
    assert len(links) == 3
    from urllib.parse import unquote

    assert all((Path("pages.html") / unquote(link)).is_file() for link in links)
    assert "SHR101" in index.text_content()


# --- SARIF

SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {"driver": {"type": "object", "required": ["name"]}},
                    },
                    "invocations": {"items": {"type": "object", "required": ["executionSuccessful"]}},
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message", "ruleId", "level", "locations"],
                            "properties": {
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": {"type": "object", "required": ["text"]},
                                "partialFingerprints": {"additionalProperties": {"type": "string"}},
                                "locations": {"items": {"$ref": "#/$defs/location"}},
                                "relatedLocations": {"items": {"$ref": "#/$defs/location"}},
                            },
                        },
                    },
                },
            },
        },
    },
    "$defs": {
        "location": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "id": {"type": "integer", "minimum": 0},
                "message": {"type": "object", "required": ["text"]},
                "physicalLocation": {
                    "type": "object",
                    "required": ["artifactLocation"],
                    "properties": {
                        "artifactLocation": {"properties": {"uri": {"type": "string", "pattern": r"^[!-~]+$"}}},
                        "region": {"properties": {"startLine": {"type": "integer", "minimum": 1}}},
                    },
                },
                "logicalLocations": {"items": {"properties": {"name": {"type": "string"}, "kind": {"type": "string"}}}},
            },
        }
    },
}
"""The parts of the SARIF 2.1.0 schema that this program uses."""


def test_sarif_follows_the_standard() -> None:
    write("所/wrong 1.txt", WRONG)
    write("所/empty.txt", "")
    content = json.loads(gouji("check", "所", "--format", "sarif").stdout)
    jsonschema.validate(content, SARIF)
    run = content["runs"][0]
    assert [r["ruleId"] for r in run["results"]] == ["SHR101"]
    assert {r["ruleId"] for r in run["results"]} <= {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "%E6%89%80/wrong%201.txt"
    assert place["region"]["startLine"] == 5
    assert run["invocations"][0]["executionSuccessful"] is False
