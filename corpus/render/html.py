"""A page as government sites publish it: navigation around the text, spans in the tables."""

from __future__ import annotations

from html import escape
from pathlib import Path

from corpus.report import Cell, Heading, PageBreak, Paragraph, Report, Table, text_of

PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<style>table{{border-collapse:collapse}}td{{border:1px solid #000;padding:2px 6px}}</style></head>
<body><div class="nav"><a href="/">首页</a> &gt; <a href="/xxgk/">信息公开</a></div>
<div class="content">
{body}
</div><div class="footer">版权所有</div></body></html>
"""


def write(report: Report, path: Path) -> None:
    body = "\n".join(filter(None, (_block(b) for b in report.blocks)))
    path.write_text(PAGE.format(title=escape(report.title), body=body), encoding="utf-8")


def _block(block: Heading | Paragraph | Table | PageBreak) -> str:
    if isinstance(block, Heading):
        tag = f"h{block.level + 1}"
        return f"<{tag}>{escape(text_of(block.spans))}</{tag}>"
    if isinstance(block, Paragraph):
        return f"<p>&emsp;&emsp;{escape(text_of(block.spans))}</p>"
    if isinstance(block, Table):
        return _table(block)
    return ""


def _table(table: Table) -> str:
    rows = "\n".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in table.rows)
    around = [f'<p align="center"><b>{escape(table.title)}</b></p>']
    if table.unit_note:
        around.append(f'<p align="right">{escape(table.unit_note)}</p>')
    note = [f"<p>{escape(table.note)}</p>"] if table.note else []
    return "\n".join([*around, f"<table>\n{rows}\n</table>", *note])


def _cell(cell: Cell) -> str:
    spans = f' rowspan="{cell.rowspan}"' * (cell.rowspan > 1) + f' colspan="{cell.colspan}"' * (cell.colspan > 1)
    return f"<td{spans}>{escape(cell.text) or '&nbsp;'}</td>"
