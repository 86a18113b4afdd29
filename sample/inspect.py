"""``python -m sample.inspect [--out DIR] [SITE]``: inspect the bundled sample portal, or a real site.

Behind ``make inspect``. The exit code is 0 when the inspection ran, whatever it found.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from inspection.cli import main as wangcha
from sample.serve import served_sample

AS_OF = "2026-11-20"
FOUND = 1


def run(arguments: list[str]) -> int:
    """Run the command line in this process and return its exit code."""
    try:
        code = wangcha(arguments, standalone_mode=False)
    except SystemExit as leaving:
        code = leaving.code
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    return code if isinstance(code, int) else 0


def inspect_sample(out: Path) -> int:
    """Build, serve and inspect the sample; portal and office are kept under ``out/sample``. Returns the exit code."""
    with served_sample(out / "sample") as sample:
        office = ["--office", str(sample.office)]
        return run(["inspect", *office, "--as-of", AS_OF, "--out", str(out)])


def written_notices(out: Path) -> dict[Path, int]:
    """The notices in the folder and when each was written, so that those of earlier runs can be told apart."""
    return {notice: notice.stat().st_mtime_ns for notice in sorted((out / "notices").glob("*.docx"))}


@click.command(help="巡检自带的样例门户（虚构的云溪区）；给出网址 SITE 时巡检该网站。")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("inspections"), show_default=True)
@click.argument("site", required=False)
def command(out: Path, site: str | None) -> None:
    """The program behind ``make inspect``."""
    before = written_notices(out)
    code = run(["inspect", site, "--out", str(out)]) if site else inspect_sample(out)
    for notice, written in written_notices(out).items():
        if before.get(notice) != written:
            click.echo(f"整改通知：{notice}")
    sys.exit(0 if code == FOUND else code)


if __name__ == "__main__":
    command()
