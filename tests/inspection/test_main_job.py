"""The main job from the command line: inspect, the same stage by stage, the second time, interrupted."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import time

from tests.inspection.conftest import COMMAND, FAULTY, HEALTHY, page
from tests.support.web import ROOT, Server


def test_a_fault_becomes_a_finding_a_notice_and_a_ledger(desk, site):
    run = desk.inspect()
    assert run.code == 1, run.err
    (finding,) = desk.findings()
    assert finding["rule"] == "link-broken"
    assert finding["department"] == "zfb"
    assert finding["locus"]["target"] == site.origin + "/gone.html"
    assert finding["deadline"] == "2026-11-25"  # three working days after Friday the 20th
    assert {path.name for path in (desk.out / "notices").iterdir()} == {
        "整改通知书-云溪区人民政府办公室.docx",
        "整改通知书-云溪区人民政府办公室.html",
    }
    assert (desk.out / "ledger.xlsx").is_file()
    assert "notices" in run.out  # results on stdout …
    assert "共发现问题 1 个" in run.err  # … what happened on stderr


def test_nothing_open_is_exit_0_and_no_notice(desk, site):
    site.routes = dict(HEALTHY)
    assert desk.inspect().code == 0
    assert desk.findings() == []
    assert not list(desk.out.glob("notices/*"))


def test_a_second_inspection_of_an_unchanged_site_opens_nothing_new(desk):
    desk.inspect()
    (first,) = desk.findings()
    desk.inspect(as_of="2026-12-01")
    (second,) = desk.findings()
    assert (first["baseline"], second["baseline"]) == ("new", "unchanged")
    assert second["id"] == first["id"]
    assert second["first_seen"] == "2026-11-20"
    assert second["deadline"] == first["deadline"]


def test_a_mended_fault_is_absent_and_not_open(desk, site):
    desk.inspect()
    site.routes = dict(HEALTHY)
    run = desk.inspect()
    (finding,) = desk.findings()
    assert finding["baseline"] == "absent"
    assert run.code == 0
    assert "未再见到 1 个" in run.err


def test_the_stages_one_by_one_come_to_the_same(desk):
    whole = desk.inspect()
    by_inspect = desk.findings()
    office = ["--office", desk.office, "--out", desk.out]
    gathered = desk.wangcha("gather", *office, "--as-of", "2026-11-20")
    assert gathered.code == 0
    bundle = gathered.out.strip()
    judged = desk.wangcha("judge", bundle, *office, "--as-of", "2026-11-20")
    assert judged.code == whole.code == 1
    assert [finding["id"] for finding in desk.findings()] == [finding["id"] for finding in by_inspect]
    (desk.out / "findings.json").unlink()
    assert desk.wangcha("report", *office).code == 0
    assert [finding["id"] for finding in desk.findings()] == [finding["id"] for finding in by_inspect]


def test_judging_again_needs_no_site(desk, site):
    desk.inspect()
    (bundle,) = desk.out.glob("evidence/*/shiyan")
    asked = len(site.asked)
    words = desk.office / "dictionaries" / "words"
    words.mkdir(parents=True)
    (words / "own.csv").write_text(
        "word,category,severity,suggestion\n第一篇,misspelled,minor,首篇\n", encoding="utf-8"
    )
    run = desk.wangcha("judge", bundle, "--office", desk.office, "--out", desk.out, "--as-of", "2026-11-20")
    assert run.code == 1, run.err
    assert "word-misspelled" in {finding["rule"] for finding in desk.findings()}
    assert len(site.asked) == asked


def test_a_bare_address_needs_no_register(tmp_path, desk, site):
    out = tmp_path / "bare"
    run = desk.wangcha("inspect", site.origin, "--out", out, "--rate", "50", "--as-of", "2026-11-20")
    assert run.code == 1, run.err
    (finding,) = json.loads((out / "findings.json").read_text(encoding="utf-8"))["findings"]
    assert finding["department"] == ""
    listed = desk.wangcha("findings", "--out", out, "--format", "json")  # the output folder is its own office
    assert [each["id"] for each in json.loads(listed.out)] == [finding["id"]]
    assert (out / "notices" / "整改通知书-未登记.docx").is_file()


def test_findings_are_listed_in_four_formats(desk):
    desk.inspect()
    office = ["--office", desk.office, "--out", desk.out]
    assert "断链" in desk.wangcha("findings", *office, COLUMNS="200").out
    (listed,) = json.loads(desk.wangcha("findings", *office, "--format", "json").out)
    assert listed["rule"] == "link-broken"
    assert desk.wangcha("findings", *office, "--format", "csv").out.count("\n") >= 2
    assert json.loads(desk.wangcha("findings", *office, "--format", "sarif").out)["version"] == "2.1.0"
    assert desk.wangcha("findings", *office, "--family", "privacy").code == 0


def test_evidence_is_for_its_owner_alone(desk):
    desk.inspect()
    for path in (desk.out / "evidence").rglob("*"):
        allowed = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) & ~allowed == 0, path


def test_a_bundle_is_one_file_that_can_be_copied(desk):
    desk.inspect()
    (bundle,) = desk.out.glob("evidence/*/shiyan")
    assert {path.name for path in bundle.glob("bundle.sqlite*")} == {"bundle.sqlite"}


def test_limits_are_said(desk):
    run = desk.inspect("--max-pages", "2")
    assert "页数上限" in run.err
    inspection = json.loads((desk.out / "findings.json").read_text(encoding="utf-8"))["inspection"]
    assert inspection["limits"] == {"shiyan": ["max_pages"]}


def test_ctrl_c_ends_cleanly_with_what_was_found(desk):
    """The home page names one dead link and 300 pages that come slowly; interrupted, the dead link is reported."""
    slow = {f"/{number}.html": page(f"第{number}篇") for number in range(300)}
    links = [f"{path} 第{number}篇" for number, path in enumerate(slow)]
    with Server({**FAULTY, "/": page("首页", "/gone.html 旧文章", *links), **slow}) as server:
        office = (desk.office / "office.toml").read_text(encoding="utf-8")
        changed = office.replace(office.split('url = "')[1].split('"')[0], server.origin + "/").replace("= 50", "= 5")
        (desk.office / "office.toml").write_text(changed, encoding="utf-8")
        process = subprocess.Popen(
            [*COMMAND, "inspect", "--office", str(desk.office), "--out", str(desk.out)],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ),
        )  # fmt: skip
        wait_until(
            lambda: server.count("/gone.html") + server.count("/gone.html", "HEAD") >= 1 and len(server.asked) > 8
        )
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=40)
    assert process.returncode == 3, errors
    assert "正在停止" in errors
    assert "中途停止" in errors
    report = json.loads((desk.out / "findings.json").read_text(encoding="utf-8"))
    assert report["inspection"]["complete"] is False
    assert 0 < report["inspection"]["counts"]["pages"] < 300


def wait_until(condition, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "did not come about in time"
        time.sleep(0.05)
