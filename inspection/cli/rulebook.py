"""``wangcha rules``: what is judged, and by which manual."""

from __future__ import annotations

import click
from rich import box
from rich.console import Console
from rich.table import Table

from inspection.cli.common import spoken
from records.errors import BadInputError
from records.model import FAMILIES
from reports.shared.labels import label
from rules.registry import all_rules


@click.command()
@click.argument("rule", required=False, metavar="[规则编号]")
def rules(rule: str | None) -> None:
    """列出全部规则；给出编号则显示该规则的说明。"""
    known = all_rules()
    if rule is None:
        table = Table(box=box.SIMPLE)
        for heading in ("编号", "类别", "名称", "严重程度"):
            table.add_column(spoken(heading))
        for each in known:
            table.add_row(
                each.meta.id,
                spoken(FAMILIES[each.meta.family]),
                each.meta.title,
                spoken(label("severity", each.meta.severity)),
            )
        Console().print(table)
        return
    for each in known:
        if each.meta.id == rule:
            click.echo(f"{each.meta.id} {each.manual.title}\n")
            for heading, text in each.manual.sections.items():
                click.echo(f"{spoken(heading)}\n{text}\n")
            return
    raise BadInputError(f"没有名为“{rule}”的规则。运行 wangcha rules 可看到全部规则。")


COMMANDS = (rules,)
