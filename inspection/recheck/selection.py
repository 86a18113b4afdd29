"""Which findings are to be rechecked: those of a notice, of a site, single ones, or all that are open."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from records.database import rows
from records.errors import BadInputError
from records.ledger import Filters, open_findings
from records.ledger.states import state_table
from records.model import Finding


@dataclass(frozen=True, slots=True)
class Selection:
    """Findings in which something is still to be done, and in words what was asked for."""

    findings: tuple[Finding, ...]
    words: str


def select(
    db: Database, *, notices: tuple[str, ...] = (), sites: tuple[str, ...] = (), findings: tuple[str, ...] = ()
) -> Selection:
    """The open findings that are on one of the notices (number or id), of one of the sites, and among the ids.

    What is empty restricts nothing. Raises :class:`BadInputError` for a notice that is not in the ledger and for a
    finding that is not in it or needs no recheck.
    """
    wanted: set[str] | None = {_known(db, finding) for finding in findings} or None
    if notices:
        listed = set().union(*(_of_notice(db, notice) for notice in notices))
        wanted = listed if wanted is None else listed & wanted
    words = "、".join(
        [f"通知书 {number}" for number in notices]
        + [f"网站 {site}" for site in sites]
        + [f"问题 {finding}" for finding in findings]
    )
    found = open_findings(db, Filters(site=sites))
    chosen = tuple(finding for finding in found if wanted is None or finding.id in wanted)
    return Selection(chosen, words or "全部尚未办结的问题")


def _known(db: Database, finding: str) -> str:
    found = rows(db, "SELECT id, state FROM findings WHERE id = ?", [finding.strip()])
    if not found:
        raise BadInputError(f"台账里没有编号为 {finding} 的问题。请用 wangcha findings 查看编号。")
    if found[0]["state"] in state_table().final:
        raise BadInputError(f"问题 {finding} 已经是“{state_table().titles[found[0]['state']]}”，不需要复查。")
    return str(found[0]["id"])


def _of_notice(db: Database, notice: str) -> set[str]:
    if "notice_items" not in db.table_names():
        raise BadInputError("本单位还没有编号下发过通知书。请改用 --site 或 --finding。")
    found = rows(
        db,
        "SELECT i.finding FROM notice_items i JOIN notices n ON n.id = i.notice"
        " WHERE n.number = ? OR CAST(n.id AS TEXT) = ?",
        [notice.strip(), notice.strip()],
    )
    if not found:
        raise BadInputError(f"没有编号为“{notice}”的通知书。请核对发文字号。")
    return {str(row["finding"]) for row in found}
