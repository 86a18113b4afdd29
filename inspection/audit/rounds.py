"""A round: drawing it with all that is handed out, and writing the checkers' packs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlite_utils import Database

from inspection.audit.draw import draw
from records.audit import (
    AuditItem,
    AuditRound,
    AuditTarget,
    Draw,
    Relaxation,
    all_rounds,
    find_round,
    items_of,
    save_round,
    targets_of,
)
from records.clock import CHINA
from records.database import transaction
from records.errors import BadInputError
from records.ledger import state_table
from records.model import Baseline, Finding
from records.register.model import Register
from reports.audit.pack import Pack, pack_xlsx
from reports.model import ClauseInfo, OfficeInfo, PageInfo
from reports.shared.basis import basis_numbers
from reports.shared.evidence_text import evidence_lines, facts_text, place_lines
from reports.shared.order import in_order
from reports.shared.safe_text import file_stem
from reports.shared.whole_files import write_whole

MAX_FACTS = 300


def draw_round(
    db: Database,
    register: Register,
    findings: Iterable[Finding],
    *,
    title: str,
    seed: int,
    drawn_at: datetime,
    deadline: date,
    teams: Sequence[str] = (),
    load: int = 1,
    relax: Collection[Relaxation] = (),
    clauses: Mapping[str, ClauseInfo] | None = None,
) -> AuditRound:
    """Draw a round and store it with what its checkers get; it never changes afterwards.

    ``teams`` are ids or names of departments; without them every department that has a site, column or account takes
    part. ``findings`` are those of the ledger: unfinished ones that were seen last time are handed to the checkers of
    their department. ``drawn_at`` is aware, ``deadline`` the day by which packs are to be back. Pairs of the last round
    are avoided. Raises :class:`BadInputError` for unknown teams, a deadline that is over, and rules that cannot all be
    met (see :func:`inspection.audit.draw.draw`); nothing is stored then.
    """
    day = drawn_at.astimezone(CHINA).date()
    if deadline < day:
        raise BadInputError(f"交回期限 {deadline} 早于抽签日期 {day}。请改正期限后重新抽签。")
    targets = _targets(register)
    chosen = _teams(register, teams, targets)
    with transaction(db):
        earlier = all_rounds(db)
        drawn = draw(chosen, seed, earlier[-1].draw.pairs if earlier else (), load, relax)
        audit_round = AuditRound(
            id=_next_id(earlier, day.year),
            title=title.strip() or f"{day.year}年政府网站交叉互查",
            drawn_at=drawn_at,
            deadline=deadline,
            draw=drawn,
            names={one.id: one.name for one in register.departments if one.id in chosen},
        )
        handed = [
            AuditTarget(checker, checked, *target) for checker, checked in drawn.pairs for target in targets[checked]
        ]
        save_round(db, audit_round, handed, _items(drawn, findings, clauses or {}))
    return audit_round


def write_packs(db: Database, office: OfficeInfo, out: Path, round_id: str = "") -> list[Path]:
    """Write the pack of every checker of a round (the latest for ``""``) into ``out``; gives the files.

    May be done again at any time: a round's packs are always the same. Raises :class:`BadInputError` for an unknown
    round and :class:`records.errors.StorageError` when ``out`` cannot be written.
    """
    audit_round = find_round(db, round_id)
    targets, items = targets_of(db, audit_round.id), items_of(db, audit_round.id)
    written: list[Path] = []
    for checker in audit_round.draw.teams:
        own = Pack(
            office,
            audit_round,
            checker,
            [target for target in targets if target.checker == checker],
            [item for item in items if item.checker == checker],
        )
        path = out / f"交叉互查表-{audit_round.id}-{file_stem(audit_round.name(checker))}.xlsx"
        if path in written:  # two departments of the same name
            path = path.with_stem(f"{path.stem}-{file_stem(checker)}")
        write_whole(path, pack_xlsx(own))
        written.append(path)
    return written


def _targets(register: Register) -> dict[str, list[tuple[str, str, str, str]]]:
    """For every department its sites, the sites it has columns on, and its accounts: id, name, address (an account's
    home page, where it is registered), code."""
    sites = {site.id: (site.id, site.name, site.url, site.code) for site in register.sites}
    found: dict[str, list[tuple[str, str, str, str]]] = {}
    for department in register.departments:
        own = [site.id for site in register.sites if site.department == department.id]
        shared = [column.site for column in register.columns if column.department == department.id]
        accounts = [one for one in register.accounts if one.department == department.id]
        listed = [sites[site] for site in dict.fromkeys([*own, *shared]) if site in sites]
        for one in accounts:
            if one.id not in sites:  # named with the platform: one name is used on several
                listed.append((one.id, one.as_site().name, str(one.settings.get("home") or ""), ""))
        if listed:
            found[department.id] = listed
    return found


def _teams(register: Register, wanted: Sequence[str], targets: Mapping[str, object]) -> list[str]:
    if not wanted:
        if not targets:
            raise BadInputError("登记册里没有哪个单位有网站、栏目或账号，无法互查。请先在登记册里登记网站及其单位。")
        return list(targets)
    known = {word: one.id for one in register.departments for word in (one.short, one.name, one.id) if word}
    unknown = [word for word in wanted if word.strip() not in known]
    if unknown:
        raise BadInputError(f"登记册里没有这些单位：{'、'.join(unknown)}。请核对单位名称，或先在登记册里登记。")
    chosen = [known[word.strip()] for word in wanted]
    bare = [one.name for one in register.departments if one.id in chosen and one.id not in targets]
    if bare:
        raise BadInputError(
            f"这些单位没有登记网站、栏目或账号，没有可查的内容：{'、'.join(bare)}。请先登记，或不让它们参加本轮互查。"
        )
    return chosen


def _next_id(earlier: Sequence[AuditRound], year: int) -> str:
    return f"{year}-{sum(one.id.startswith(f'{year}-') for one in earlier) + 1}"


def _items(drawn: Draw, findings: Iterable[Finding], clauses: Mapping[str, ClauseInfo]) -> list[AuditItem]:
    unfinished = state_table().unfinished
    wanted = [one for one in findings if one.state in unfinished and one.baseline is not Baseline.ABSENT]
    return [
        _item(checker, checked, finding, clauses)
        for checker, checked in drawn.pairs
        for finding in in_order(one for one in wanted if one.department == checked)
    ]


def _item(checker: str, checked: str, finding: Finding, clauses: Mapping[str, ClauseInfo]) -> AuditItem:
    place = [line for line in place_lines(finding, PageInfo()) if line.value != finding.url]
    return AuditItem(
        checker=checker,
        finding=finding.id,
        checked=checked,
        site=finding.site,
        family=finding.family,
        title=finding.title,
        url=finding.url,
        message=finding.message,
        evidence=facts_text((*place, *evidence_lines(finding.evidence)), MAX_FACTS),
        basis=basis_numbers(finding.basis, clauses),
    )
