"""The register (登记册): the office, its departments, sites, columns, accounts, deadline classes and holidays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from records.bundle.spec import (
    DEFAULT_MAX_DEPTH,
    DEFAULT_MAX_MINUTES,
    DEFAULT_MAX_PAGES,
    DEFAULT_RATE,
    DEFAULT_SECOND_LOOK_SECONDS,
)
from records.document_numbers import DEFAULT_PATTERN
from records.errors import BadInputError
from records.register.addresses import address_key, column_covers, host_of


@dataclass(frozen=True, slots=True)
class Office:
    """The disclosure office itself, and how politely it inspects where a site says nothing else.

    ``signature`` is the name under a notice (落款), ``document_code`` the code before a document number (发文机关代字),
    ``number_pattern`` how such a number is written (see :mod:`records.document_numbers`).
    ``rate`` is requests per second and host, ``max_pages`` HTML pages a site, ``second_look_seconds`` the least time
    between two looks at a failing address.
    """

    name: str = ""
    signature: str = ""
    document_code: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    rate: float = DEFAULT_RATE
    max_pages: int = DEFAULT_MAX_PAGES
    max_minutes: float = DEFAULT_MAX_MINUTES
    max_depth: int = DEFAULT_MAX_DEPTH
    second_look_seconds: float = DEFAULT_SECOND_LOOK_SECONDS
    number_pattern: str = DEFAULT_PATTERN


@dataclass(frozen=True, slots=True)
class Department:
    """A department (责任单位) and whom to reach there."""

    id: str
    name: str
    short: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class RegisteredSite:
    """A site (网站).

    ``code`` is its 网站标识码; ``department`` and ``lead`` (牵头单位) are department ids, ``""`` for none. ``owned``:
    the office answers for the site, so that robots.txt is not asked. ``rate`` and the limits are None where those of
    the office hold (see :meth:`Register.limits_for`). ``allowed_hosts`` are further hosts of the same site. ``portal``
    (政府门户网站, not a department's site) and ``has_service`` (对外服务职能) decide which indicators apply.
    ``render``: its pages are made by scripts and must be shown in Chromium before they are read.
    """

    id: str
    name: str
    url: str
    code: str = ""
    department: str = ""
    lead: str = ""
    owned: bool = False
    rate: float | None = None
    max_pages: int | None = None
    max_minutes: float | None = None
    max_depth: int | None = None
    allowed_hosts: tuple[str, ...] = ()
    portal: bool = True
    has_service: bool = True
    render: bool = False


@dataclass(frozen=True, slots=True)
class RegisteredColumn:
    """A column (栏目) of the site with the id ``site``.

    ``kind`` is a column kind or ``""``; ``limit_days`` its update limit in days, None for the kind's own; ``exempt``
    the reason why it need not be updated, ``""`` where it must. ``render`` as of sites.
    """

    site: str
    url: str
    name: str
    kind: str = ""
    limit_days: int | None = None
    department: str = ""
    exempt: str = ""
    render: bool = False


@dataclass(frozen=True, slots=True)
class RegisteredAccount:
    """A new-media account (政务新媒体账号). ``settings`` are for its ``adapter``, ``limit_days`` its update limit.

    Its id is none of a site's: an account is inspected like a site, and its findings bear its id as their site.
    """

    id: str
    name: str
    platform: str
    department: str = ""
    adapter: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    limit_days: int | None = None

    @property
    def has_source(self) -> bool:
        """Whether it is registered where its posts can be read, so that it can be inspected."""
        return bool(self.settings.get("url") or self.settings.get("file"))

    @property
    def start_url(self) -> str:
        """What its gathering begins with: the feed's address, or ``account:<id>`` where it is read from a file."""
        return str(self.settings.get("url") or f"account:{self.id}")

    def as_site(self) -> RegisteredSite:
        """The account as what findings, ledger and documents name: with its platform, home page and department."""
        name, url = f"{self.name}（{self.platform}）", str(self.settings.get("home") or self.start_url)
        return RegisteredSite(self.id, name, url, department=self.department, owned=bool(self.settings.get("owned")))


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done by itself and when, in Chinese time (see :mod:`inspection.schedule.due`).

    ``what`` is probe | patrol | inspect | recheck, ``every`` is hour | day | workday | week | month, ``at`` is
    ``HH:MM`` (of an hour its minutes alone); ``weekday`` (1 Monday) and ``day`` hold for weeks and months. ``sites``
    are ids, all sites where empty; in the ``quiet`` spans (``HH:MM-HH:MM``, over midnight too) no run starts.
    """

    id: str
    what: str
    every: str
    at: str
    weekday: int = 1
    day: int = 1
    sites: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeadlineClass:
    """How many working days a kind of problem may take."""

    id: str
    title: str
    working_days: int


DEFAULT_DEADLINES: Mapping[str, DeadlineClass] = {
    item.id: item
    for item in (
        DeadlineClass("immediate", "立即整改", 1),
        DeadlineClass("urgent", "紧急", 1),
        DeadlineClass("prompt", "尽快", 3),
        DeadlineClass("normal", "一般", 7),
        DeadlineClass("long", "较长", 15),
    )
}
"""The classes rules refer to; an office sets its own days under ``[deadlines]``."""


@dataclass(frozen=True, slots=True)
class Holidays:
    """The office's own calendar, which goes before the built-in one.

    ``off`` are days without work, ``work`` weekend days with work (调休上班); ``years`` are the years that are entered
    completely, so that a deadline in them is no longer provisional.
    """

    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """What the office changes about one rule: other option values, or switched off with a reason."""

    rule: str
    off: bool = False
    reason: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that hold for one site: its own, else the office's."""

    rate: float
    max_pages: int
    max_minutes: float
    max_depth: int
    second_look_seconds: float


@dataclass(frozen=True, slots=True)
class Register:
    """All that is registered. Ids are unique within each list, and references between them are whole."""

    office: Office = Office()
    departments: tuple[Department, ...] = ()
    sites: tuple[RegisteredSite, ...] = ()
    columns: tuple[RegisteredColumn, ...] = ()
    accounts: tuple[RegisteredAccount, ...] = ()
    plans: tuple[Plan, ...] = ()
    deadlines: Mapping[str, DeadlineClass] = field(default_factory=lambda: DEFAULT_DEADLINES)
    holidays: Holidays = Holidays()
    rules: Mapping[str, RuleSetting] = field(default_factory=dict)

    def department(self, department_id: str) -> Department | None:
        """The department with this id."""
        return next((item for item in self.departments if item.id == department_id), None)

    def site(self, site_id: str) -> RegisteredSite | None:
        """The site with this id, or the account with this id as a site."""
        found = next((item for item in self.sites if item.id == site_id), None)
        if found is None and (account := self.account(site_id)) is not None:
            return account.as_site()
        return found

    def account(self, account_id: str) -> RegisteredAccount | None:
        """The account with this id."""
        return next((item for item in self.accounts if item.id == account_id), None)

    def site_by_id_or_url(self, text: str) -> RegisteredSite | None:
        """The site (or account, as a site) a person means: by id, 网站标识码, name, or address (http or https alike).

        An address below a site means that site, of several the one with the longest address; a bare host means the
        only site on it.
        """
        wanted = text.strip()
        for site in self.sites:
            if wanted and wanted in (site.id, site.code, site.name):
                return site
        named = [item for item in self.accounts if wanted == item.name]
        if account := self.account(wanted) or (named[0] if len(named) == 1 else None):
            return account.as_site()
        key, host = address_key(wanted), host_of(wanted)
        on_host = [site for site in self.sites if host and host_of(site.url) == host]
        if key == host and len(on_host) == 1:
            return on_host[0]
        above = [site for site in on_host if address_key(site.url) == host or column_covers(site.url, wanted)]
        return max(above, key=lambda site: len(address_key(site.url)), default=None)

    def sites_to_inspect(self) -> tuple[RegisteredSite, ...]:
        """Every site, and every account with a source. Raises :class:`BadInputError` with what to do when there is
        none."""
        accounts = tuple(account.as_site() for account in self.accounts if account.has_source)
        if not self.sites and not accounts:
            raise BadInputError(
                "登记册里还没有网站，无从巡检。请在 office.toml 里写一段 [[site]]"
                "（可参照 examples/office/office.toml），"
                "或用 wangcha register import 名单.xlsx 导入网站名单。"
            )
        return (*self.sites, *accounts)

    def columns_of(self, site_id: str) -> tuple[RegisteredColumn, ...]:
        """The registered columns of a site."""
        return tuple(column for column in self.columns if column.site == site_id)

    def column_for(self, site_id: str, url: str) -> RegisteredColumn | None:
        """The registered column ``url`` lies in: the one with the longest address that leads up to it."""
        return _longest([column for column in self.columns_of(site_id) if column_covers(column.url, url)])

    def department_for(self, site_id: str, url: str) -> Department | None:
        """Who answers for a page: the department of the column with the longest address that leads up to it, else the
        site's, else nobody (None)."""
        owned = [column for column in self.columns_of(site_id) if column.department and column_covers(column.url, url)]
        column = _longest(owned)
        if column is not None:
            return self.department(column.department)
        site = self.site(site_id)
        return self.department(site.department) if site is not None else None

    def lead_for(self, site_id: str) -> Department | None:
        """The lead department (牵头单位) of a site."""
        site = self.site(site_id)
        return self.department(site.lead) if site is not None else None

    def limits_for(self, site_id: str) -> Limits:
        """The limits of a site; the office's for an address that is not registered."""
        office, site = self.office, self.site(site_id)
        limits = Limits(office.rate, office.max_pages, office.max_minutes, office.max_depth, office.second_look_seconds)
        if site is None:
            return limits
        return Limits(
            limits.rate if site.rate is None else site.rate,
            limits.max_pages if site.max_pages is None else site.max_pages,
            limits.max_minutes if site.max_minutes is None else site.max_minutes,
            limits.max_depth if site.max_depth is None else site.max_depth,
            limits.second_look_seconds,
        )

    def deadline_class(self, class_id: str) -> DeadlineClass:
        """The deadline class a rule refers to. Raises :class:`BadInputError` for one that is not registered."""
        if class_id not in self.deadlines:
            raise BadInputError(
                f"期限档“{class_id}”没有登记。请在 office.toml 的 [deadlines] 里写上它的工作日数，"
                f"或改用：{'、'.join(self.deadlines)}。"
            )
        return self.deadlines[class_id]


def _longest(columns: list[RegisteredColumn]) -> RegisteredColumn | None:
    return max(columns, key=lambda column: len(address_key(column.url)), default=None)
