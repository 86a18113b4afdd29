"""``wangcha bulletin``: one document on all sites, to all departments."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from inspection.bulletin import bulletin_data
from inspection.cli.common import as_of_option, office_option, out_option
from inspection.workplace import existing_workplace
from reports.bulletin import FILE, to_docx
from reports.shared.whole_files import write_whole


@click.command()
@click.option("--title", default="", metavar="标题", help="通报的标题。")
@office_option
@out_option
@as_of_option
def bulletin(title: str, office: Path | None, out: Path, as_of: date) -> None:
    """问题通报：各网站最近一次检查的情况、各单位位次、典型问题、上次问题的整改情况。"""
    place = existing_workplace(office, out)
    data = bulletin_data(place, title=title, as_of=as_of, out=out)
    write_whole(out / FILE, to_docx(data, place.templates))
    click.echo(out / FILE)


COMMANDS = (bulletin,)
