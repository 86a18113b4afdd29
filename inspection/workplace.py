"""Where an inspection works: the office's folder with its register, ledger and key, and the rules and dictionaries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from sqlite_utils import Database

import dictionaries
from crawler.accounts import all_adapters
from crawler.browser import lacking
from dictionaries import Dictionaries, own_wrong_targets
from inspection.accounts import account_spec, located, require_source
from inspection.judging import Bench
from records.bundle.spec import GatherSpec
from records.database import DATABASE_NAME, hash_key, open_office, storage_faults
from records.errors import BadInputError
from records.link_memory import site_past
from records.register.addresses import web_address
from records.register.model import Register, RegisteredSite
from records.register.office_toml import Vocabulary
from records.register.store import load_register, sync_office
from records.workdays import Calendar
from rules.registry import Rule, all_rules


@dataclass(frozen=True, slots=True)
class Workplace:
    """Everything of one office that a run needs. ``folder`` holds ``office.sqlite``, ``hash.key`` and ``templates/``.

    Without a register of its own (a bare address) the output folder is the office, so that inspecting again into the
    same folder compares with last time.
    """

    folder: Path
    database: Database
    register: Register
    dictionaries: Dictionaries
    rules: tuple[Rule, ...]

    @property
    def templates(self) -> Path | None:
        """The office's own document templates, if it keeps any."""
        folder = self.folder / "templates"
        return folder if folder.is_dir() else None

    @property
    def calendar(self) -> Calendar:
        """Working days as the office knows them."""
        holidays = self.register.holidays
        return Calendar(off=holidays.off, work=holidays.work, known_years=holidays.years)

    def bench(self, today: date, register: Register) -> Bench:
        """What every judgement as of ``today`` shares; ``register`` may hold bare addresses besides."""
        return Bench(
            *(register, self.calendar, self.dictionaries, self.rules, today, hash_key(self.folder)),
            past=lambda site, bundle: site_past(self.database, site, today, bundle),
        )


def open_workplace(office: Path | None, out: Path) -> Workplace:
    """Open the office's folder, or make the output folder one.

    Raises :class:`BadInputError` for a faulty register and :class:`StorageError` where nothing can be written.
    """
    rules = all_rules()
    if office is None:
        with storage_faults(out):
            out.mkdir(parents=True, exist_ok=True)
        database = open_office(out)
        return Workplace(out, database, load_register(database), dictionaries.load(), rules)
    if not (office / "office.toml").is_file():
        raise BadInputError(
            f"{office} 里没有 office.toml。请核对 --office 后面的目录；新建时可复制 examples/office/office.toml 再改。"
        )
    words = dictionaries.load(office)
    vocabulary = Vocabulary(
        rules={rule.meta.id: tuple(rule.meta.options) for rule in rules},
        column_kinds=tuple(words.column_kinds),
        adapters=tuple(all_adapters()),
    )
    database = open_office(office)
    register = located(sync_office(database, office, vocabulary), office)
    return Workplace(office, database, register, words, rules)


def existing_workplace(office: Path | None, out: Path) -> Workplace:
    """Open what an inspection left. Raises :class:`BadInputError` where there is no ledger yet."""
    folder = office or out
    if not (folder / DATABASE_NAME).is_file():
        raise BadInputError(f"{folder} 里还没有台账。请先运行 wangcha inspect，或用 --office、--out 指明台账所在目录。")
    return open_workplace(office, out)


def chosen_sites(register: Register, wanted: tuple[str, ...]) -> tuple[Register, tuple[RegisteredSite, ...]]:
    """The sites a person named (ids, names, codes or addresses), or all of them; and the register they are found in.

    An address that nobody registered is taken as it is, with sensible defaults and no department. Raises
    :class:`BadInputError` for a name that is neither registered nor an address.
    """
    if not wanted:
        return register, register.sites_to_inspect()
    sites: list[RegisteredSite] = []
    for text in wanted:
        site = register.site_by_id_or_url(text)
        if site is None:
            site = _bare_site(text, register)
            register = with_site(register, site)
        require_source(register, site.id)
        if site not in sites:
            sites.append(site)
    return register, tuple(sites)


def with_site(register: Register, site: RegisteredSite) -> Register:
    """The register and one more site, for this run only."""
    return replace(register, sites=(*register.sites, site))


def _bare_site(text: str, register: Register) -> RegisteredSite:
    known = "、".join(site.id for site in register.sites[:10])
    hint = f"登记册中的网站有：{known}。" if known else ""
    if "://" not in text and "." not in text:
        raise BadInputError(f"没有登记名为“{text}”的网站，它也不是网址。{hint}网址应以 http:// 或 https:// 开头。")
    address = web_address(text if "://" in text else f"http://{text}")
    host = urlsplit(address).netloc
    return RegisteredSite(id=host, name=host, url=address)


def gather_spec(
    register: Register,
    known: Dictionaries,
    site: RegisteredSite,
    bundle: Path,
    as_of: date,
    *,
    patrol: tuple[str, ...] | None,
    links_only: bool = False,
    **asked: float | None,
) -> GatherSpec:
    """The order to the gatherer for one site; ``known`` is what the office knows, ``asked`` are limits given on the
    command line, which win.

    ``patrol`` makes it a patrol, which also visits these addresses of columns known from earlier; with ``links_only``
    nothing but links is looked at. The source of an account is read whole in any case.
    """
    limits = register.limits_for(site.id)
    office = register.office
    account = register.account(site.id)
    if account is not None:
        return account_spec(register, known, account, bundle, as_of, **asked)
    return GatherSpec(
        site=site.id,
        start_url=site.url,
        bundle=str(bundle.absolute()),
        as_of=as_of.isoformat(),
        column_urls=tuple(column.url for column in register.columns_of(site.id)),
        owned=site.owned,
        rate=asked.get("rate") or limits.rate,
        max_pages=int(asked.get("max_pages") or limits.max_pages),
        max_minutes=asked.get("max_minutes") or limits.max_minutes,
        max_depth=limits.max_depth,
        second_look_seconds=limits.second_look_seconds,
        contact=office.email or office.phone,
        allowed_hosts=site.allowed_hosts,
        known_urls=patrol or (),
        patrol=patrol is not None,
        links_only=links_only,
        render="all" if site.render else "",
        render_urls=tuple(column.url for column in register.columns_of(site.id) if column.render),
        wrong_target_words=own_wrong_targets(known),
    )


def with_browser(spec: GatherSpec, *, render: bool, screenshots: bool = False) -> GatherSpec:
    """The order with what the command line asks of a browser; accounts need none.

    With ``render`` pages that hold nothing without scripts are rendered too, not only what the register marks.
    """
    if spec.account is not None:
        return spec
    return replace(spec, render=spec.render or ("empty" if render else ""), screenshots=screenshots)


def need_browser(specs: Iterable[GatherSpec]) -> None:
    """Raise :class:`BadInputError` where pages are to be rendered and this machine cannot: before anything is asked."""
    wanting = [spec.site for spec in specs if spec.needs_browser]
    if wanting and (fault := lacking()):
        sites = "、".join(wanting[:5])
        raise BadInputError(f"{sites}：{fault}")
