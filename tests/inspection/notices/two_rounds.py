"""An office with two sites that were inspected twice, made with the real register and the real ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from inspection.workplace import Workplace, open_workplace
from records.ledger import Inspection, take_in
from records.ledger.times import utc_text
from records.model import (
    Baseline,
    Certainty,
    Finding,
    Locus,
    Outcome,
    Reason,
    Severity,
    Unverified,
    Verdict,
    fingerprint,
)

FIRST, SECOND = date(2026, 3, 2), date(2026, 4, 7)
RULES = {
    "link-broken": ("link", "链接打不开", Severity.MINOR),
    "column-stale": ("column", "栏目超期未更新", Severity.SERIOUS),
    "privacy-resident-id": ("privacy", "泄露居民身份证号", Severity.CRITICAL),
    "word-severe": ("word", "严重表述错误", Severity.CRITICAL),
}
OFFICE = """
[office]
name = "云溪区人民政府办公室"
document_code = "云政办督"
contact = "政务公开股"
phone = "0000-6600001"

[[department]]
id = "jyj"
name = "云溪区教育局"

[[department]]
id = "wjw"
name = "云溪区卫生健康局"

[[department]]
id = "mzj"
name = "云溪区民政局"

[[department]]
id = "zfb"
name = "云溪区人民政府办公室"

[[site]]
id = "portal"
name = "云溪区人民政府门户网站"
url = "https://www.yunxi.example/"
department = "zfb"

[[site]]
id = "edu"
name = "云溪区教育局网站"
url = "https://edu.yunxi.example/"
department = "jyj"

[[site]]
id = "new"
name = "云溪区数据局网站"
url = "https://data.yunxi.example/"

[[column]]
site = "portal"
url = "https://www.yunxi.example/mzj/"
name = "民政信息"
department = "mzj"
"""


def make_office(folder: Path, text: str = OFFICE) -> Workplace:
    """An office of its own in ``folder``, with nothing inspected."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "office.toml").write_text(text, encoding="utf-8")
    return open_workplace(folder, folder)


def problem(rule: str, site: str, department: str, name: str, **changes: object) -> Finding:
    """A finding on the page ``name`` of the site, as judging would make it."""
    family, title, severity = RULES[rule]
    host = {"portal": "www", "edu": "edu"}[site]
    url = f"https://{host}.yunxi.example/{department}/{name}.html"
    values: dict = {
        "id": fingerprint(rule, site, url, ""),
        "rule": rule,
        "family": family,
        "title": title,
        "severity": severity,
        "certainty": Certainty.CONFIRMED,
        "site": site,
        "department": department,
        "lead": "",
        "url": url,
        "locus": Locus(text="招生通知", target=f"{url}?x=1") if rule == "link-broken" else Locus(),
        "message": f"“{name}”{title}。",
        "evidence": {"masked": "11*************514"} if family == "privacy" else {"marker": name},
        "suggestion": "请改正。",
        "measure": "按期改正。",
        "basis": (),
        "first_seen": FIRST,
        "last_seen": FIRST,
        "baseline": Baseline.NEW,
        "deadline": None,
    }
    return Finding(**values | changes)


def inspect(place: Workplace, site: str, day: date, drafts: Sequence[Finding], **changes: object) -> None:
    """Take one inspection in; every rule looked at everything unless ``changes`` say otherwise."""
    moment = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    values: dict = {
        "site": site,
        "bundle_id": f"{site}-{day}",
        "started": utc_text(moment),
        "finished": utc_text(moment.replace(hour=5)),
        "as_of": day,
        "complete": True,
        "counts": {"pages": 120, "attachments": 7, "targets": 900},
    }
    unverified = [Unverified(site, f"https://old.example/{site}", Reason.TIMEOUT, "", "")]
    outcomes = [Outcome(rule, site, Verdict.PASS, 10) for rule in RULES]
    take_in(place.database, Inspection(**values | changes), drafts, outcomes, unverified)


def links(site: str, department: str, *names: str) -> list[Finding]:
    """Broken links on the pages with these names."""
    return [problem("link-broken", site, department, name) for name in names]
