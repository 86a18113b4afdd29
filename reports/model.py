"""What reports are given. Plain data, filled by ``inspection``; reports add nothing and look nothing up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from records.model import Finding, Outcome, Unverified
from records.notices.model import WITH_DEPARTMENT
from records.scores import Scorecard
from records.seen_columns import SeenColumn

UNREGISTERED = "未登记"
"""The name of the department of findings that no registered department is responsible for."""


@dataclass(frozen=True, slots=True)
class OfficeInfo:
    """The office (政务公开办) that signs. ``signature`` is the 署名 under a notice, ``document_code`` the 机关代字."""

    name: str = ""
    signature: str = ""
    document_code: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class DepartmentInfo:
    """A department (责任单位). ``role`` says what it is in the register, e.g. 主管、承办."""

    id: str
    name: str
    contact: str = ""
    phone: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """An inspected site or account. ``code``: 网站标识码. ``department`` and ``lead`` are department ids or ``""``."""

    id: str
    name: str
    url: str
    code: str = ""
    department: str = ""
    lead: str = ""
    is_account: bool = False


@dataclass(frozen=True, slots=True)
class InspectionInfo:
    """One inspection of one or several sites.

    ``started`` and ``finished`` are UTC ISO 8601 text, ``as_of`` is the day as of which was judged; documents are dated
    with it. ``scope`` is a Chinese sentence on what was to be inspected (``""``: the sites themselves say it).
    ``limits`` names, by site id, the limits that were reached (``max_pages`` …). ``counts`` holds numbers over all
    sites: ``pages``, ``links``, ``attachments``, ``columns`` … (keys with a Chinese label in ``labels.toml`` are
    printed).
    """

    id: str
    started: str
    finished: str
    as_of: date
    scope: str = ""
    complete: bool = True
    limits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def partial(self) -> bool:
        """Whether something was left unchecked: not completed, or a limit was reached."""
        return not self.complete or any(self.limits.values())


@dataclass(frozen=True, slots=True)
class ClauseInfo:
    """A clause (依据). ``number`` is its 文号 or article; ``certainty`` is ``seen``, ``memory`` or weaker.

    A notice quotes only ``seen`` and ``memory``; anything else stands in the ledger with 请与原文核对.
    """

    title: str
    number: str = ""
    text: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """A rule as documents name it. ``deadline_text`` is its time limit in words, e.g. ``3个工作日``."""

    id: str
    family: str
    title: str
    deadline_text: str = ""


@dataclass(frozen=True, slots=True)
class PageInfo:
    """A page that a finding names: its title and the name of its column (栏目)."""

    title: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class ReportData:
    """Everything the reports of one inspection tell.

    Texts come from inspected sites and are hostile; personal values in ``findings`` must be masked already.
    ``clauses`` is keyed by clause id, ``rules`` by rule id, ``pages`` by the finding's ``url``, ``columns`` (in the
    order of the tree) by site id, ``issued`` by the finding's id: the 文号 of the last notice that sent it before.
    What a mapping lacks is printed by its id or left out.
    """

    office: OfficeInfo
    departments: tuple[DepartmentInfo, ...]
    sites: tuple[SiteInfo, ...]
    inspection: InspectionInfo
    findings: tuple[Finding, ...] = ()
    unverified: tuple[Unverified, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    clauses: Mapping[str, ClauseInfo] = field(default_factory=dict)
    rules: Mapping[str, RuleInfo] = field(default_factory=dict)
    pages: Mapping[str, PageInfo] = field(default_factory=dict)
    issued: Mapping[str, str] = field(default_factory=dict)
    scores: tuple[Scorecard, ...] = ()
    columns: Mapping[str, tuple[SeenColumn, ...]] = field(default_factory=dict)

    def site(self, site_id: str) -> SiteInfo:
        """The site, or one made of its id where it is not listed."""
        return next((site for site in self.sites if site.id == site_id), SiteInfo(site_id, site_id, ""))

    def department(self, department_id: str) -> DepartmentInfo:
        """The department; 未登记 for ``""``, its id where it is not listed."""
        known = (department for department in self.departments if department.id == department_id)
        return next(known, DepartmentInfo(department_id, department_id or UNREGISTERED))

    def overdue(self, finding: Finding) -> bool:
        """Whether it was sent and is past its deadline unanswered on the day of the document."""
        late = finding.deadline is not None and finding.deadline < self.inspection.as_of
        return late and finding.state in WITH_DEPARTMENT

    def page(self, url: str) -> PageInfo:
        """The page's title and column, empty where unknown."""
        return self.pages.get(url, PageInfo())

    def rule(self, rule_id: str) -> RuleInfo:
        """The rule; its id stands for the title where it is not listed."""
        return self.rules.get(rule_id, RuleInfo(rule_id, "", rule_id))
