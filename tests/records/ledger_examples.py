"""Findings and inspections made by hand for the tests of the ledger."""

from datetime import date, datetime, timedelta

from records.clock import CHINA
from records.ledger import Inspection
from records.ledger.times import utc_text
from records.model import Baseline, Certainty, Finding, Locus, Outcome, Severity, Verdict, fingerprint

SITE = "portal"
FIRST_DAY = date(2026, 3, 2)
RULE = "link-broken"


def day(number: int) -> date:
    """The day of the inspection with this number; a week lies between two."""
    return FIRST_DAY + timedelta(days=7 * number)


def moment(number: int, hour: int = 2) -> datetime:
    return datetime(*day(number).timetuple()[:3], hour, tzinfo=CHINA)


def inspection(number: int = 0, site: str = SITE, **changes: object) -> Inspection:
    values: dict = {
        "site": site,
        "bundle_id": f"{site}-{number}",
        "started": utc_text(moment(number)),
        "finished": utc_text(moment(number, 5)),
        "as_of": day(number),
        "complete": True,
        "counts": {"pages": 10},
    }
    return Inspection(**values | changes)


def finding(target: str = "a", number: int = 0, rule: str = RULE, site: str = SITE, **changes: object) -> Finding:
    """The draft of a finding on the page ``/<target>.html`` as the inspection with this number sees it."""
    url = f"https://{site}.example/{target}.html"
    values: dict = {
        "id": fingerprint(rule, site, url, ""),
        "rule": rule,
        "family": "link",
        "title": "链接打不开",
        "severity": Severity.MINOR,
        "certainty": Certainty.CONFIRMED,
        "site": site,
        "department": "jyj",
        "lead": "zfb",
        "url": url,
        "locus": Locus(text="附件", target=f"{url}?x=1"),
        "message": f"{target} 打不开",
        "evidence": {"status": [404, 404], "seen": str(day(number))},
        "suggestion": "改正或删除这个链接",
        "measure": "三个工作日内改正",
        "basis": ("z-1",),
        "first_seen": day(number),
        "last_seen": day(number),
        "baseline": Baseline.NEW,
        "deadline": day(number) + timedelta(days=3),
    }
    return Finding(**values | changes)


def looked(*rules: str, verdict: Verdict = Verdict.PASS, count: int = 5, site: str = SITE) -> tuple[Outcome, ...]:
    """Outcomes that say that each of the rules looked at something."""
    return tuple(Outcome(rule, site, verdict, count) for rule in rules or (RULE,))
