"""`gouji extract`"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from gouji.cli.options import collect, language, paths, policy

FORMATS = ("json", "jsonl", "csv", "xlsx", "parquet")
ENDINGS = {f".{name}": name for name in FORMATS}


@click.command()
@paths
@click.option("--format", "format_", type=click.Choice(FORMATS), help="输出格式；默认按 -o 的后缀，否则为 csv")
@click.option("-o", "--output", metavar="FILE", help="写入文件")
@language
@click.option("--jobs", type=click.IntRange(1), help="同时处理几份报告，默认处理器个数")
@click.option("--time-limit", type=click.IntRange(1), metavar="SECONDS", help="每份报告的时间上限，默认 120 秒")
@click.option("--memory-limit", type=click.IntRange(256), metavar="MB", help="每份报告的内存上限，默认 2048 MB")
def extract(
    paths: tuple[str, ...],
    lists: tuple[str, ...],
    format_: str | None,
    output: str | None,
    lang: str | None,
    jobs: int | None,
    time_limit: int | None,
    memory_limit: int | None,
) -> None:
    """把报告中的数字抽取成数据：每个数字一行（csv、xlsx、parquet），或每份报告一条结构化记录（json、jsonl）。"""
    chosen = format_ or (ENDINGS.get(Path(output).suffix.lower(), "csv") if output else "csv")
    if chosen in ("xlsx", "parquet") and not output:
        raise click.UsageError(f"{chosen} 要写入文件：请用 -o 数据.{chosen}")
    found = collect(paths, lists)
    limits = {"time_limit": time_limit, "memory_limit": memory_limit}
    settings = policy({"lang": lang, "jobs": jobs, **limits})
    from gouji.extracting import MissingPackageError, run_extract

    try:
        sys.exit(run_extract(found, settings.config, chosen, Path(output) if output else None))
    except MissingPackageError as missing:
        raise click.UsageError(f"写 parquet 需要 pyarrow：pip install 'gouji[parquet]'（{missing}）") from None
