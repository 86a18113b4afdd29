"""A small portal and an office that inspects it with the real command line in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.web import ROOT, Server

COMMAND = [sys.executable, "-c", "from inspection.cli import main; main(prog_name='wangcha')"]


def page(title: str, *links: str, text: str = "") -> str:
    """A page of the portal: a heading, a paragraph and links given as ``address 文字``."""
    anchors = "".join(f'<li><a href="{link.split()[0]}">{link.split()[1]}</a></li>' for link in links)
    body = f"<h1>{title}</h1><div class='content'><p>{text or title + '的正文,' * 20}</p></div><ul>{anchors}</ul>"
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


HEALTHY = {
    "/": page("云溪试验站", "/a.html 第一篇", "/b.html 第二篇"),
    "/a.html": page("第一篇"),
    "/b.html": page("第二篇"),
}
FAULTY = HEALTHY | {"/": page("云溪试验站", "/a.html 第一篇", "/b.html 第二篇", "/gone.html 旧文章")}

OFFICE = """
[office]
name = "云溪区政务公开办"
rate = 50
second_look_seconds = 0.2
[[department]]
id = "zfb"
name = "云溪区人民政府办公室"
[[site]]
id = "shiyan"
name = "云溪试验站"
url = "{url}"
department = "zfb"
"""


@dataclass
class Run:
    """How a run of the command line ended."""

    code: int
    out: str
    err: str


@dataclass
class Desk:
    """An office's folder and an output folder."""

    office: Path
    out: Path

    def wangcha(self, *arguments: object, timeout: float = 60, **env: str) -> Run:
        done = subprocess.run(
            [*COMMAND, *map(str, arguments)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=timeout,
            env=os.environ | env,
            check=False,
        )
        return Run(done.returncode, done.stdout, done.stderr)

    def inspect(self, *arguments: object, as_of: str = "2026-11-20") -> Run:
        return self.wangcha("inspect", "--office", self.office, "--out", self.out, "--as-of", as_of, *arguments)

    def findings(self) -> list[dict[str, Any]]:
        return json.loads((self.out / "findings.json").read_text(encoding="utf-8"))["findings"]


@pytest.fixture
def site():
    with Server(dict(FAULTY)) as server:
        yield server


@pytest.fixture
def desk(tmp_path, site):
    office = tmp_path / "office"
    office.mkdir()
    (office / "office.toml").write_text(OFFICE.format(url=site.origin + "/"), encoding="utf-8")
    return Desk(office, tmp_path / "out")
