"""The comparison of date readers counts right, and says plainly what it could not compare."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from benchmarks import dates

TEXT = "云溪区各部门要认真落实工作要求，切实加强组织领导，细化工作措施，确保各项任务按期完成。" * 6
PAGES = {
    "shown.html": ("发布时间：2018-07-02", "2018-07-02 10:21"),
    "zero.html": ("发布时间：1970-01-01 08:00:00", "1970-01-01 08:00:00"),
    "inferred.html": ("发布时间：3天前", "2018-07-24"),
    "mislabelled.html": ("发布时间：2018-07-05", "2018-07-04"),
}


def test_right_wrong_missed_and_honest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    portal = tmp_path / "real-pages"
    portal.mkdir()
    rows = []
    for name, (info, published) in PAGES.items():
        main = f"<h1>关于检查的通知</h1><p>{info}</p><div class='TRS_Editor'><p>{TEXT}</p></div>"
        body = f"<html><head><title>通知</title></head><body>{main}</body></html>"
        (portal / name).write_text(body, encoding="utf-8")
        rows.append({"file": name, "url": f"http://x.example/{name}", "kind": "article", "published": published})
    rows.append({"file": "none", "url": None, "kind": "list", "published": None})
    (portal / "pages.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    cases = list(dates.portal_cases(portal))
    own, *others = dates.compare("portal", cases)
    assert (own.name, own.right, own.wrong, own.missed, own.honest) == ("wangcha", 1, 1, 1, 1)
    assert all(other.total == len(cases) == 4 for other in others)
    assert "50.0%" in capsys.readouterr().out


def test_without_pages_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmarks.dates", str(tmp_path)])
    dates.main()
    assert capsys.readouterr().out.count("skipped") == 2
