"""`gouji check`"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gouji.cli.options import LEVELS, codes, collect, language, paths, policy, rules, store

if TYPE_CHECKING:
    from gouji.inputs import Input

FORMATS = ("text", "json", "jsonl", "csv", "xlsx", "html", "sarif")
ENDINGS = {f".{name}": name for name in FORMATS[1:]} | {".txt": "text", ".htm": "html"}


@click.command()
@paths
@click.option("--format", "format_", type=click.Choice(FORMATS), help="输出格式；默认按 -o 的后缀，否则为 text")
@click.option("-o", "--output", metavar="FILE", help="写入文件；多份报告的 html 写入文件夹")
@rules
@click.option("--severity", type=click.Choice(LEVELS), help="只列出此级别及以上的问题，默认 info")
@click.option("--fail-on", type=click.Choice((*LEVELS, "never")), help="有此级别及以上的问题时退出码为 1，默认 error")
@language
@click.option("--jobs", type=click.IntRange(1), help="同时处理几份报告，默认处理器个数")
@click.option("--time-limit", type=click.IntRange(1), metavar="SECONDS", help="每份报告的时间上限，默认 120 秒")
@click.option("--memory-limit", type=click.IntRange(256), metavar="MB", help="每份报告的内存上限，默认 2048 MB")
@store
@click.option("--no-store", is_flag=True, help="不写结果库")
@click.option("--resume", is_flag=True, help="接着上次做：内容未变、已核对过的不再重做")
@click.option(
    "--engine", type=click.Choice(["local", "dask"]), default="local", help="在本机（默认）或 dask 集群上处理"
)
@click.option("--scheduler", metavar="ADDRESS", help="dask 调度器地址，如 tcp://10.0.0.1:8786")
@click.option("--config", metavar="FILE", help="配置文件，默认向上查找 gouji.toml 或 pyproject.toml")
def check(
    paths: tuple[str, ...],
    lists: tuple[str, ...],
    format_: str | None,
    output: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: str | None,
    fail_on: str | None,
    lang: str | None,
    jobs: int | None,
    time_limit: int | None,
    memory_limit: int | None,
    store: str | None,
    no_store: bool,
    resume: bool,
    engine: str,
    scheduler: str | None,
    config: str | None,
) -> None:
    """核对报告中的数字，列出不能同时成立的。

    PATH 可以是文件、文件夹、通配符或 zip 压缩包。退出码：0 没有问题，1 有问题，2 用法有误或有文件读不了。
    """
    chosen = format_of(format_, output)
    if (engine == "dask") != bool(scheduler):
        raise click.UsageError("--engine dask 和 --scheduler 要一起给出")
    found = collect(paths, lists)
    settings = policy(
        {
            "select": codes(select),
            "ignore": codes(ignore),
            "severity": severity,
            "fail_on": fail_on,
            "lang": lang,
            "jobs": jobs,
            "time_limit": time_limit,
            "memory_limit": memory_limit,
            "store": store,
        },
        config,
    )
    from gouji.output.writers import Target
    from gouji.run import Run, run_check

    kept = (
        ""
        if no_store
        else _store(settings.config.store, bool(store), resume, output, chosen == "html", several=len(found) > 1)
    )
    target = Target(chosen, Path(output) if output else None)
    run = Run(_shared(found) if engine == "dask" else found, settings, target, kept, resume, scheduler or "")
    if engine == "local":
        sys.exit(run_check(run))
    from gouji.bulk.cluster import NoClusterError

    try:
        sys.exit(run_check(run))
    except NoClusterError as error:
        raise click.UsageError(
            f"连不上 dask 集群（{error}）；需要 pip install 'gouji[cluster]' 和可达的调度器"
        ) from None


def _shared(sources: tuple[Input, ...]) -> tuple[Input, ...]:
    """With the absolute path, for workers whose working folder is another; the name stays as given."""
    return tuple(
        source if source.copy else replace(source, copy=str(Path(source.name).resolve())) for source in sources
    )


def format_of(given: str | None, output: str | None) -> str:
    """The format asked for, by name or by the ending of the file. Raises UsageError where it cannot be written there."""
    chosen = given or (ENDINGS.get(Path(output).suffix.lower(), "text") if output else "text")
    if chosen == "xlsx" and not output:
        raise click.UsageError("xlsx 要写入文件：请用 -o 结果.xlsx")
    if output and not Path(output).resolve().parent.is_dir():
        raise click.UsageError(f"没有这个文件夹：{Path(output).parent}")
    if output and Path(output).is_dir() and chosen != "html":
        raise click.UsageError(f"{output} 是文件夹")
    return chosen


def _store(
    configured: str | None, named: bool, resume: bool, output: str | None, is_folder: bool, several: bool
) -> str:
    """Where results are kept, "" for nowhere. Nothing is written that was not asked for: a store is asked for by its
    name, by --resume, by a standing wish (settings, $GOUJI_STORE) for runs over several reports, or beside their -o."""
    from gouji.store import default_store, store_beside, wished_store

    if named or (several and configured):
        return configured or ""
    if several and (wished := wished_store()):
        return wished
    if several and output:
        return store_beside(Path(output), is_folder)
    return default_store() if resume else ""
