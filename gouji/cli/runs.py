"""`gouji runs`"""

from __future__ import annotations

import click

from gouji.cli.options import store


@click.command()
@store
def runs(store: str | None) -> None:
    """列出结果库中的历次运行。"""
    from gouji.cli.stored import opened
    from gouji.output.width import pad

    states = {"done": "完成", "interrupted": "中断", "running": "进行中", "broken": "出错中止"}
    with opened(store) as kept:
        for run in kept.runs():
            state = pad(states.get(run.state, run.state), 8)
            click.echo(
                f"{run.id:>4}  {run.started}  {state}  报告 {run.reports}/{run.planned}  问题 {run.findings}  {run.engine}"
            )
