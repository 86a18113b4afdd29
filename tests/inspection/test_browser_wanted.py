"""When a browser is wanted, and what is said where there is none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.browser import lacking
from dictionaries import load
from inspection.cli import main
from inspection.workplace import gather_spec, need_browser, with_browser
from records.errors import BadInputError
from records.register.model import Register, RegisteredColumn, RegisteredSite

SITE = RegisteredSite("portal", "云溪区人民政府", "http://www.yunxi.example/")
COLUMN = RegisteredColumn("portal", "http://www.yunxi.example/tz/", "通知公告", render=True)


def spec(site: RegisteredSite = SITE, *columns: RegisteredColumn):
    register = Register(sites=(site,), columns=columns)
    return gather_spec(register, load(), site, Path("bundle"), date(2026, 11, 20), patrol=None)


def test_what_the_register_marks_and_what_the_command_line_adds() -> None:
    from dataclasses import replace

    marked = replace(SITE, render=True)
    assert not spec().needs_browser
    assert (spec(marked).render, spec(SITE, COLUMN).render_urls) == ("all", (COLUMN.url,))
    assert with_browser(spec(), render=True).render == "empty"
    assert with_browser(spec(marked), render=True).render == "all"
    assert with_browser(spec(), render=False, screenshots=True).needs_browser


def test_without_a_browser_nothing_is_asked_and_it_is_said_how_to_get_one(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert lacking()
    need_browser([spec()])
    with pytest.raises(BadInputError, match=r"^portal：.*不能渲染网页。请执行 .*install"):
        need_browser([spec(SITE, COLUMN)])
    doctor = CliRunner().invoke(main, ["doctor", "--out", str(tmp_path)])
    assert doctor.exit_code == 0
    assert "! Chromium" in doctor.stdout and "install" in doctor.stdout
