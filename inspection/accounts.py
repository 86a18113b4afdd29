"""What the inspection of new-media accounts needs besides that of sites: files found, orders written, endings told."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from crawler.accounts import default_adapter
from crawler.accounts.table import HEADERS
from dictionaries import Dictionaries, own_wrong_targets
from records.bundle.spec import GatherSpec
from records.errors import BadInputError
from records.evidence import AccountEvidence
from records.model import Reason
from records.register.fields import Faults, unknown
from records.register.model import Register, RegisteredAccount
from records.urls import host_of, is_private, normalise

COLUMNS_FILE = "account-columns.toml"
"""What the columns of the office's exported tables are called, remembered for all accounts."""


def located(register: Register, folder: Path) -> Register:
    """The register with the whole paths of the accounts' files, and the remembered column names of their tables.

    Raises :class:`BadInputError` for a faulty :data:`COLUMNS_FILE`.
    """
    remembered = _remembered(folder / COLUMNS_FILE)
    accounts = []
    for account in register.accounts:
        settings = dict(account.settings)
        if file := settings.get("file"):
            settings["file"] = str((folder / str(file)).absolute())
        if remembered:
            settings["columns"] = {**remembered, **settings.get("columns", {})}
        accounts.append(replace(account, settings=settings))
    return replace(register, accounts=tuple(accounts))


def _remembered(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        return {}
    try:
        columns = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as wrong:
        raise BadInputError(f"{path.name}：读不了（{wrong}）。请用记事本另存为 UTF-8 编码后核对写法。") from wrong
    faults = Faults(path.name)
    for name, value in columns.items():
        if name not in HEADERS:
            faults.add(name, unknown(name, HEADERS))
        if not (isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))):
            faults.add(name, f'应为列名，如 {name} = "发文日期"，或一组列名。')
    faults.raise_if_any()
    return columns


def require_source(register: Register, site: str) -> None:
    """Raises :class:`BadInputError` for an account of which nobody registered where its posts can be read."""
    account = register.account(site)
    if account is not None and not account.has_source:
        raise BadInputError(
            f"账号“{account.name}”（{account.id}）没有登记采集通道，无法检查。"
            "请在 office.toml 里为它写 settings（url 或 file），写法见 docs/accounts.md。"
        )


def without_source(register: Register) -> str:
    """A sentence about the accounts that are registered but cannot be inspected; ``""`` where there are none."""
    names = [account.name for account in register.accounts if not account.has_source]
    listed = "、".join(names[:10]) + ("……" if len(names) > 10 else "")
    return f"有 {len(names)} 个新媒体账号没有登记采集通道，没有检查：{listed}。" if names else ""


def account_spec(
    register: Register,
    known: Dictionaries,
    account: RegisteredAccount,
    bundle: Path,
    as_of: date,
    **asked: float | None,
) -> GatherSpec:
    """The order to the gatherer for one account (see :func:`inspection.workplace.gather_spec`)."""
    limits, office = register.limits_for(account.id), register.office
    addresses = [site.url for site in register.sites]
    inner = {host_of(url) for one in addresses if (url := normalise(one, one)) and is_private(host_of(url))}
    return GatherSpec(
        site=account.id,
        start_url=account.start_url,
        bundle=str(bundle.absolute()),
        as_of=as_of.isoformat(),
        owned=bool(account.settings.get("owned")),
        rate=asked.get("rate") or limits.rate,
        max_pages=int(asked.get("max_pages") or limits.max_pages),
        max_minutes=asked.get("max_minutes") or limits.max_minutes,
        second_look_seconds=limits.second_look_seconds,
        contact=office.email or office.phone,
        allowed_hosts=tuple(sorted(inner)),
        account={
            "name": account.name,
            "platform": account.platform,
            "limit_days": account.limit_days,
            "adapter": account.adapter or default_adapter(account.settings),
            "settings": dict(account.settings),
        },
        wrong_target_words=own_wrong_targets(known),
    )


def account_ending(account: AccountEvidence, interrupted: bool, problems: int) -> tuple[str, bool]:
    """One sentence on how an account came out, and whether it counts as inspected: a dead feed is itself a result."""
    named = f"{account.site}（{account.platform}“{account.name}”）"
    if interrupted:
        return f"{named}：中途停止，已有结果保留。", False
    if account.reason is not Reason.OK:
        return f"{named}：采集通道不通，没有看到内容，不能说明账号没有更新。", True
    newest = account.newest
    dated = f"，最新一条 {newest.published.value.isoformat()}" if newest and newest.published else ""
    problem = f" {account.problem}" if account.problem else ""
    return f"{named}：读到 {len(account.posts)} 条{dated}，问题 {problems} 个。{problem}".rstrip(), True
