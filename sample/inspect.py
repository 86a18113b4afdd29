"""``python -m sample.inspect [--out DIR] [SITE]``: play the sample office's autumn, or inspect a real site.

Behind ``make inspect``. The exit code is 0 when the inspection ran, whatever it found.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sample.commands import FOUND, run
from sample.story import tell


def written_notices(out: Path) -> dict[Path, int]:
    """The notices in the folder and when each was written, so that those of earlier runs can be told apart."""
    return {notice: notice.stat().st_mtime_ns for notice in sorted((out / "notices").glob("*.docx"))}


@click.command(help="演示样例办公室（虚构的云溪区）从检查到通报的一圈；给出网址 SITE 时巡检该网站。")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("inspections"), show_default=True)
@click.argument("site", required=False)
def command(out: Path, site: str | None) -> None:
    """The program behind ``make inspect``."""
    before = written_notices(out)
    code = run("inspect", site, "--out", out) if site else tell(out)
    for notice, written in written_notices(out).items():
        if before.get(notice) != written:
            click.echo(f"整改通知：{notice}")
    sys.exit(0 if code == FOUND else code)


if __name__ == "__main__":
    command()
