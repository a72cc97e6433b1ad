"""`gouji show`"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from gouji.cli.options import LEVELS, codes, language, policy, rules, store


@click.command()
@click.argument("run", type=int, required=False)
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "jsonl", "csv", "xlsx", "sarif"]), help="输出格式"
)
@click.option("-o", "--output", metavar="FILE", help="写入文件")
@rules
@click.option("--severity", type=click.Choice(LEVELS), help="只列出此级别及以上的问题")
@language
@store
def show(
    run: int | None,
    format_: str | None,
    output: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: str | None,
    lang: str | None,
    store: str | None,
) -> None:
    """重新输出结果库中一次运行的结果（默认最近一次），不重新核对。"""
    from gouji.cli.check import format_of

    chosen = format_of(format_, output)
    if chosen == "html":
        raise click.UsageError("网页需要报告原文：请用 gouji check")
    given = {"select": codes(select), "ignore": codes(ignore), "severity": severity, "lang": lang}
    settings = policy(given)
    from gouji.cli.stored import checked_run, opened
    from gouji.output.writers import Target
    from gouji.run import show_run

    with opened(store) as kept:
        target = Target(chosen, Path(output) if output else None)
        sys.exit(show_run(kept, checked_run(kept, run), settings, target))
