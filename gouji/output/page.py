"""One report as a web page: its text and tables with every figure marked, the findings beside them, click to jump.

The page is one file without any script; a content security policy forbids what a hostile report might smuggle in,
and every text of the report is escaped.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape
from pathlib import Path

from extractor.document import Block, Cell, Heading, Table
from gouji.outcome import Shown
from gouji.output.marks import Mark, MarkIndex
from gouji.output.words import Words
from gouji.records import FindingRecord
from gouji.report import Report

STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
MOST_EVIDENCE = 40


def document_page(title: str, body: str, lang: str) -> str:
    """A whole HTML file around a body that is already escaped."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head>\n<body>{body}</body></html>\n"
    )


def write_page(report: Report, shown: Shown, words: Words) -> str:
    """The whole page as one HTML document that loads nothing from elsewhere; report is the report that `shown` tells of."""
    index = MarkIndex(report, shown.record.findings)
    title = shown.record.title or Path(shown.record.path).name
    text = "\n".join(_block(block, index) for block in report.document.blocks)
    findings = "\n".join(_finding(n, f, index, words) for n, f in enumerate(shown.record.findings, 1))
    if not findings:
        findings = f"<p>{escape(words.say('html', 'nothing'))}</p>"
    ledger = shown.record.ledger
    counts = ledger.equations
    checked = words.say(
        "report",
        "checked",
        numbers=ledger.numbers,
        checked=ledger.numbers_checked,
        percent=100 * ledger.numbers_checked // ledger.numbers if ledger.numbers else 0,
        equations=counts.holds + counts.fails + counts.undetermined,
        **counts.model_dump(),
    )
    problems = "".join(f"<p class=problem>{escape(p.message)}</p>" for p in shown.record.problems)
    body = (
        f"<header><h1>{escape(title)}</h1><p>{escape(_about(shown, words))}</p><p>{escape(checked)}</p>{problems}</header>"
        f"<main><article>{text}</article><aside><h2>{escape(words.say('html', 'findings'))}</h2>{findings}</aside></main>"
    )
    return document_page(title, body, words.lang)


def _about(shown: Shown, words: Words) -> str:
    """某县水务局 · 2023 · 部门决算 · 全县/水务.pdf"""
    record = shown.record
    year = str(record.year) if record.year else ""
    return " · ".join(filter(None, (record.organization, year, words.say("kind", record.kind), record.path)))


def _block(block: Block, index: MarkIndex) -> str:
    if isinstance(block, Table):
        above = "".join(f"<p>{_marked(t.text, index.in_text(t))}</p>" for t in block.above)
        below = "".join(f"<p>{_marked(t.text, index.in_text(t))}</p>" for t in block.below)
        return f"{above}{_table(block, index)}{below}"
    inner = _marked(block.text, index.in_text(block.content))
    if isinstance(block, Heading):
        level = min(block.level + 1, 6)
        return f"<h{level}>{inner}</h{level}>"
    return f"<p>{inner}</p>"


def _table(table: Table, index: MarkIndex) -> str:
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    lines = []
    for _, cells in sorted(rows.items()):
        inside = "".join(_cell(c, index) for c in sorted(cells, key=lambda c: c.column))
        lines.append(f"<tr>{inside}</tr>")
    return f"<div class=wide><table>{''.join(lines)}</table></div>"


def _cell(cell: Cell, index: MarkIndex) -> str:
    spans = "".join(
        f' {name}="{number}"'
        for name, number in (("rowspan", cell.row_span), ("colspan", cell.column_span))
        if number > 1
    )
    return f"<td{spans}>{_marked(cell.text, index.in_cell(cell))}</td>"


def _marked(text: str, marks: list[Mark]) -> str:
    """The escaped text with its marks; of two that overlap the first stands."""
    parts: list[str] = []
    done = 0
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        start, end = max(0, mark.start), min(len(text), mark.end)
        if start < done or end <= start:
            parts += (f'<a id="{i}"></a>' for i in mark.ids)
            continue
        parts.append(escape(text[done:start]))
        anchors = "".join(f'<a id="{i}"></a>' for i in mark.ids)
        parts.append(f'{anchors}<mark class="{mark.kind}">{escape(text[start:end])}</mark>')
        done = end
    parts.append(escape(text[done:]))
    return "".join(parts)


def _finding(number: int, finding: FindingRecord, index: MarkIndex, words: Words) -> str:
    cause, colon = "", "：" if words.lang == "zh" else ": "
    if finding.cause and finding.cause.text:
        cause = f"<p class=cause>{escape(words.say('report', 'cause'))}{colon}{escape(finding.cause.text)}</p>"
    equations = (finding.equation or "").split(words.say("report", "equations_joint"))
    equation = "".join(f"<p class=equation>{escape(e)}</p>" for e in equations if e)
    places = []
    for position, evidence in enumerate(finding.evidence[:MOST_EVIDENCE], 1):
        place = words.place(evidence.location.location(with_section=False))
        value = "" if evidence.value is None else f"{evidence.value}{evidence.unit}"
        told = f"{place} {value}{colon}{evidence.quote}" if value else f"{place} {evidence.quote}"
        anchor = index.anchor(number, position)
        link = f'<a href="#{anchor}">{escape(told)}</a>' if anchor else escape(told)
        places.append(f"<li>{link}</li>")
    severity = words.say("severity", finding.severity)
    return (
        f'<section class="{finding.severity}" id="f{number}"><h3>{number}. {escape(severity)} {escape(finding.code)} '
        f"{escape(finding.title)}</h3><p>{escape(finding.message)}</p>{equation}{cause}<ul>{''.join(places)}</ul></section>"
    )
