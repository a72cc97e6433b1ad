"""`gouji rules`"""

from __future__ import annotations

import json

import click

from gouji.cli.options import language


@click.command()
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="输出格式，默认 text")
@language
def rules(format_: str, lang: str | None) -> None:
    """列出全部规则：代码、级别、名称。"""
    from checks.registry import CHECKS, load_checks
    from gouji.output.width import pad
    from gouji.output.words import Words

    load_checks()
    listed = [CHECKS[code] for code in sorted(CHECKS)]
    if format_ == "json":
        entries = [
            {
                "code": c.code,
                "severity": c.severity.value,
                "title": c.title,
                "title_en": c.title_en,
                "doc": (c.run.__doc__ or "").strip(),
            }
            for c in listed
        ]
        click.echo(json.dumps(entries, ensure_ascii=False, indent=1))
        return
    words = Words("en" if lang == "en" else "zh")
    for c in listed:
        title = c.title_en if lang == "en" else c.title
        click.echo(f"{c.code}  {pad(words.say('severity', c.severity.value), 7)}  {title}")
