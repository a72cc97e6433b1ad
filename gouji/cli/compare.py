"""`gouji compare`"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict

import click

from gouji.cli.options import language, store


@click.command()
@click.argument("old", type=int)
@click.argument("new", type=int)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="输出格式，默认 text")
@language
@store
def compare(old: int, new: int, format_: str, lang: str | None, store: str | None) -> None:
    """比较结果库中的两次运行：哪些问题新出现、已消除、仍存在。"""
    from gouji.cli.stored import checked_run, opened
    from gouji.output.words import Words

    with opened(store) as kept:
        changes = kept.compare(checked_run(kept, old), checked_run(kept, new))
    if format_ == "json":
        click.echo(json.dumps([asdict(c) for c in changes], ensure_ascii=False, indent=1))
        return
    words = Words("en" if lang == "en" else "zh")
    counts = Counter(c.state for c in changes)
    for c in changes:
        if c.state != "still":
            severity = words.say("severity", c.severity)
            click.echo(f"{words.say('change', c.state)}  {c.path}  {severity} {c.code}  {c.message}")
    click.echo("  ".join(f"{words.say('change', state)} {counts[state]}" for state in ("new", "gone", "still")))
