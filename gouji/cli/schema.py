"""`gouji schema`"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pydantic import BaseModel


@click.command()
@click.argument("what", type=click.Choice(["check", "extract", "figure"]), default="check")
def schema(what: str) -> None:
    """输出 JSON Schema：check 是核对结果，extract 是抽取结果，figure 是数字表的一行。"""
    from gouji import records

    models: dict[str, type[BaseModel]] = {
        "check": records.CheckRecord,
        "extract": records.ExtractRecord,
        "figure": records.FigureRecord,
    }
    click.echo(json.dumps(models[what].model_json_schema(by_alias=True), ensure_ascii=False, indent=1))
