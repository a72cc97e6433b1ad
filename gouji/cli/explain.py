"""`gouji explain CODE`"""

from __future__ import annotations

import inspect
from pathlib import Path
from textwrap import indent
from typing import Any

import click

SHOWN_CASES = 2


@click.command()
@click.argument("code")
def explain(code: str) -> None:
    """说明一条规则：必须成立的关系、为什么、精度、不适用的情形，以及两个例子。"""
    from checks.registry import CHECKS, load_checks

    load_checks()
    check = CHECKS.get(code.upper())
    if check is None:
        near = [c for c in sorted(CHECKS) if c.startswith(code.upper()[:3])]
        hint = f"；相近的有 {'、'.join(near)}" if near else "；gouji rules 列出全部规则"
        raise click.UsageError(f"没有规则 {code}{hint}")
    click.echo(f"{check.code}  {check.title}  ({check.title_en})  {check.severity.value}\n")
    click.echo(inspect.cleandoc(check.run.__doc__ or ""))
    for case in _cases(check.code):
        click.echo(f"\n— {case.get('name', '')}\n")
        click.echo(_shown(case))


def _cases(code: str) -> list[dict[str, Any]]:
    import yaml

    import checks

    file = Path(next(iter(checks.__path__))) / "cases" / f"{code}.yaml"
    if not file.exists():
        return []
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    cases = content if isinstance(content, list) else content.get("cases", [])
    return [case for case in cases if isinstance(case, dict)][:SHOWN_CASES]


def _shown(case: dict[str, Any]) -> str:
    """Texts and tables of a report as they stand, indented; then what is expected of them, in one line."""
    blocks = [indent(block, "    ") for key, value in case.items() if (block := _block(key, value))]
    told = [f"{key}: {_plain(v)}" for key, v in case.items() if key != "name" and not _block(key, v)]
    return "\n\n".join([*blocks, "  → " + "  ".join(told)])


def _block(key: str, value: object) -> str:
    if isinstance(value, list) and value and all(isinstance(row, list) for row in value):
        return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in value)
    return value.strip() if key == "text" and isinstance(value, str) else ""


def _plain(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value).strip()
