"""The rule pages: one Markdown page for each check, made from its docstring and the first cases beside it.

    python -m checks.pages docs/rules

A page is what `gouji explain` tells, in a form that can be linked to. tests/test_rule_pages.py holds them fresh.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from checks.registry import CHECKS, Check, load_checks

CASES = Path(__file__).parent / "cases"
INDEX = "README.md"
SHOWN = {"fires": ("应当指出", 2), "silent": ("不应指出", 1), "undetermined": ("记为无法核对", 1)}
SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}
FAMILIES = {
    "SUM": "正文：分项与合计",
    "SHR": "正文：占比",
    "CHG": "正文：增减变动",
    "FLT": "正文：持平",
    "CMP": "正文：完成率",
    "RAT": "正文：指标值",
    "SAM": "正文：前后一致",
    "TAB": "报表：表内、表间与表文",
    "SUB": "科目名称",
    "SCR": "绩效自评：得分",
    "GOL": "绩效自评：绩效目标表",
    "PRJ": "绩效自评：项目分档",
    "TXT": "文字",
}


def pages() -> dict[str, str]:
    """All pages by file name, the index among them."""
    load_checks()
    codes = sorted(CHECKS)
    return {INDEX: _index(codes)} | {f"{code}.md": page(CHECKS[code]) for code in codes}


def page(check: Check) -> str:
    """The page of one check."""
    head = [f"# {check.code} {check.title}", f"{SEVERITIES[check.severity]} · {check.title_en}"]
    return "\n\n".join([*head, *_said(check), *_examples(check.code)]) + "\n"


def _said(check: Check) -> Iterator[str]:
    """The docstring: each of its fields a paragraph, lines that were only wrapped joined."""
    paragraph = ""
    for line in inspect.cleandoc(check.run.__doc__ or "").splitlines():
        field, colon, rest = line.partition("：")
        starts = bool(colon) and field.startswith(("必须成立", "为什么重要", "容差", "何时不适用"))
        if (starts or not line) and paragraph:
            yield paragraph
            paragraph = ""
        paragraph += f"**{field}**：{rest}" if starts else line
    if paragraph:
        yield paragraph


def _examples(code: str) -> Iterator[str]:
    file = CASES / f"{code}.yaml"
    cases: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else []
    for expect, (title, most) in SHOWN.items():
        shown = [case for case in cases if case["expect"] == expect][:most]
        if shown:
            yield f"## {title}"
        for case in shown:
            yield _example(case)


def _example(case: dict[str, Any]) -> str:
    rows = ["| " + " | ".join("" if c is None else str(c) for c in row) + " |" for row in case.get("table", ())]
    parts = [case.get("text", "").strip(), "\n".join(rows)]
    told = [
        f"`{key}: {_plain(case[key])}`" for key in ("severity", "stated", "recomputed", "cause", "new") if key in case
    ]
    block = "```text\n" + "\n\n".join(part for part in parts if part) + "\n```"
    return "\n\n".join([f"*{case['name']}*", block, *([" ".join(told)] if told else [])])


def _plain(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _index(codes: list[str]) -> str:
    lines = ["# 规则", "", f"共 {len(codes)} 条。每页由规则自己的说明和用例生成：`python -m checks.pages docs/rules`。"]
    family = ""
    for code in codes:
        check = CHECKS[code]
        if code[:3] != family:
            family = code[:3]
            lines += ["", f"## {FAMILIES.get(family, family)}", "", "| 代码 | 级别 | 名称 |", "|---|---|---|"]
        lines.append(f"| [{code}]({code}.md) | {SEVERITIES[check.severity]} | {check.title} |")
    return "\n".join(lines) + "\n"


def write(folder: Path) -> None:
    """Write all pages and remove those of codes that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    made = pages()
    for stale in {file.name for file in folder.glob("*.md")} - set(made):
        (folder / stale).unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python -m checks.pages FOLDER")
    write(Path(sys.argv[1]))
