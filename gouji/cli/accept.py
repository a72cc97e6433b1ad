"""`gouji accept`"""

from __future__ import annotations

import click

from gouji.cli.options import codes, policy


@click.command()
@click.argument("report", metavar="PATH")
@click.argument("numbers", nargs=-1, type=click.IntRange(1), metavar="[N…]")
@click.option("--code", "given", multiple=True, metavar="CODE", help="此规则的全部问题")
@click.option("--all", "everything", is_flag=True, help="全部问题")
@click.option("--reason", default="", help="为什么无误，一并记下")
def accept(report: str, numbers: tuple[int, ...], given: tuple[str, ...], everything: bool, reason: str) -> None:
    """把核对过、确认无误的问题记在报告旁的文件里，以后不再提示。

    N 是 gouji check 输出中问题的序号。记录在 PATH.accepted.yaml，报告小改之后仍然有效；有关数字一变即失效。
    """
    wanted = codes(given)
    if not (numbers or wanted or everything):
        raise click.UsageError("请给出问题的序号，或 --code，或 --all")
    settings = policy({})
    from gouji.accepted import Acceptance, load_accepted
    from gouji.accepted import accept as write
    from gouji.bulk.task import CheckTask, Order
    from gouji.config import ConfigError, matches
    from gouji.inputs import Input
    from gouji.select import show

    try:
        accepted = load_accepted(report)
        shown = show(CheckTask(Input(report), Order(settings)).run(), settings, accepted)
    except ConfigError as error:
        raise click.UsageError(str(error)) from None
    if shown.record.status == "failed":
        raise click.UsageError("；".join(f"{report}: {p.message}" for p in shown.record.problems))
    beyond = [n for n in numbers if n > len(shown.fingerprints)]
    if beyond:
        raise click.UsageError(f"只有 {len(shown.fingerprints)} 个问题，没有第 {beyond[0]} 个")
    pairs = zip(shown.record.findings, shown.fingerprints, strict=True)
    chosen = tuple(
        Acceptance(mark, finding.code, finding.message, reason)
        for number, (finding, mark) in enumerate(pairs, 1)
        if everything or number in numbers or (wanted and matches(finding.code, wanted))
    )
    if not chosen:
        raise click.UsageError("没有这样的问题")
    file = write(report, chosen)
    click.echo(f"已记下 {len(chosen)} 条：{file}")
