"""``wangcha findings``: what is open in the ledger, as a table or for other programs."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import click
from rich.console import Console

from inspection.cli.common import FINDINGS_LEFT, office_option, out_option, spoken, tell
from inspection.workplace import existing_workplace
from records.ledger import Filters, open_findings
from records.model import FAMILIES, Certainty, Severity
from reports.findings_json import finding_object
from reports.findings_table import to_csv, to_sarif, to_table

FILTERS = (
    ("--site", click.STRING, "网站编号"),
    ("--department", click.STRING, "责任单位编号"),
    ("--rule", click.STRING, "规则编号，见 wangcha rules"),
    ("--family", click.Choice(list(FAMILIES)), "问题类别"),
    ("--severity", click.Choice([each.value for each in Severity]), "严重程度"),
    ("--certainty", click.Choice([each.value for each in Certainty]), "确定性"),
    ("--state", click.STRING, "整改状态；不写则列出尚未办结的"),
)


@click.command()
@office_option
@out_option
@click.option("--format", "form", type=click.Choice(["table", "json", "csv", "sarif"]), default="table",
              show_default=True, help="列成表格，还是给其他程序用的格式。")  # fmt: skip
@click.pass_context
def findings(ctx: click.Context, /, office: Path | None, out: Path, form: str, **wanted: tuple[str, ...]) -> None:
    """列出台账中尚未办结的问题。"""
    place = existing_workplace(office, out)
    found = open_findings(place.database, Filters(**wanted))
    names = {department.id: department.name for department in place.register.departments}
    if form == "json":
        click.echo(json.dumps([finding_object(finding) for finding in found], ensure_ascii=False, indent=1))
    elif form == "csv":
        click.echo(to_csv(found, names), nl=False)
    elif form == "sarif":
        click.echo(json.dumps(to_sarif(found, version("wangcha")), ensure_ascii=False, indent=1))
    elif found:
        Console().print(to_table(found, names, spoken))
    else:
        tell("没有符合条件的问题。")
    ctx.exit(FINDINGS_LEFT if found else 0)


for _name, _kind, _help in FILTERS:
    findings.params.append(click.Option([_name], type=_kind, multiple=True, help=f"{_help}（可重复）"))

COMMANDS = (findings,)
