"""The result of a round: bulletin and table of all answers, from what is stored."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlite_utils import Database

from inspection.audit.draw import draw_notes, repeats
from records.audit import find_round, items_of, returns_of, targets_of
from reports.audit.bulletin import bulletin_docx
from reports.audit.content import DETAIL_FILE
from reports.audit.detail import detail_xlsx
from reports.audit.model import RoundReport
from reports.model import OfficeInfo
from reports.shared.whole_files import write_whole


def round_report(db: Database, office: OfficeInfo, as_of: date, round_id: str = "") -> RoundReport:
    """Everything about a round (the latest for ``""``). Draws it once more to see whether the record holds."""
    audit_round = find_round(db, round_id)
    return RoundReport(
        office=office,
        round=audit_round,
        targets=targets_of(db, audit_round.id),
        items=items_of(db, audit_round.id),
        returns=returns_of(db, audit_round.id),
        notes=draw_notes(audit_round.draw, audit_round.names),
        repeatable=repeats(audit_round.draw),
        as_of=as_of,
    )


def write_result(
    db: Database, office: OfficeInfo, out: Path, *, as_of: date, round_id: str = "", templates: Path | None = None
) -> tuple[Path, Path]:
    """Write the bulletin (DOCX) and the table of all answers (XLSX) into ``out``; gives both files.

    Packs that did not come back are told as missing. No finding changes its state: refused ones are proposals to the
    office. Raises :class:`records.errors.BadInputError` for an unknown round or a wrong template of the office's own.
    """
    report = round_report(db, office, as_of, round_id)
    bulletin = out / f"交叉互查通报-{report.round.id}.docx"
    detail = out / f"{DETAIL_FILE}-{report.round.id}.xlsx"
    write_whole(bulletin, bulletin_docx(report, templates))
    write_whole(detail, detail_xlsx(report))
    return bulletin, detail
