"""``wangcha check``: words and personal data of one document before it is published.

A publishing system waits for the answer: what only one form of it needs is loaded for that form.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import click

import dictionaries
from dictionaries import Dictionaries
from inspection.checking import document_of
from inspection.cli.common import FINDINGS_LEFT, as_of_option, office_option, say, tell
from records.errors import BadInputError
from records.evidence import Attachment, Document, Page
from records.model import Reason
from reports.shared.labels import label
from reports.shared.safe_text import clean
from rules.checking import Checked, check_document
from rules.scanning import scanner


@click.command()
@click.argument("source", metavar="文件|网址|-")
@office_option
@as_of_option
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", help="表格，或供程序读取的 JSON。"
)
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), help="另写一个标出问题的网页（个人信息已遮盖）。"
)
@click.pass_context
def check(
    ctx: click.Context, /, source: str, *, office: Path | None, as_of: date, form: str, html: Path | None
) -> None:
    """发布前检查一份文件：错敏字词和个人信息。"""
    if office is not None and not office.is_dir():
        raise BadInputError(f"找不到办公室目录：{office}。请核对 --office 后面的路径。")
    with ThreadPoolExecutor(max_workers=1) as pool:  # while a file is read in a process of its own
        loading = pool.submit(_loaded, office)
        document = document_of(source, as_of)
        known = loading.result()
    checked = check_document(document, today=as_of, dictionaries=known)
    unread = document.detail if isinstance(document, Page) else ""
    if isinstance(document, Attachment):
        unread = document.detail or (label("reason", document.reason) if document.reason is not Reason.OK else "")
    unchecked = isinstance(document, Attachment) and document.reason is not Reason.OK and not document.parts
    if html is not None and not unchecked:  # the page would say that nothing was found
        _write_marked(html, document, checked, source)
    if form == "json":
        _tell_programs(checked, unread)
    elif checked.findings or not unchecked:
        _tell(checked)
    if isinstance(document, Attachment) and unchecked:
        raise BadInputError(clean(f"{document.name}：{unread}。没有检查，请人工核对。"))
    if unread:
        say(clean(f"注意：{unread}。"))
    ctx.exit(FINDINGS_LEFT if checked.findings else 0)


def _loaded(office: Path | None) -> Dictionaries:
    """Dictionaries, rules and scanner, ready to judge."""
    known = dictionaries.load(office)
    scanner(known)
    return known


def _write_marked(path: Path, document: Document, checked: Checked, source: str) -> None:
    from records.database import storage_faults  # noqa: PLC0415
    from reports.shared.marked_text import Mark, marked_html  # noqa: PLC0415

    marks: list[list[Mark]] = [[] for _ in document.parts]
    for place in checked.places:
        marks[place.part].append((place.start, place.end, place.finding, place.shown))
    page = marked_html(document.title or source, document.parts, checked.findings, marks)
    with storage_faults(path):
        path.write_text(page, encoding="utf-8", errors="replace")


def _tell_programs(checked: Checked, unread: str) -> None:
    from reports.findings_json import finding_object  # noqa: PLC0415

    found = [finding_object(finding) for finding in checked.findings]
    click.echo(json.dumps({"findings": found, "unverified": unread}, ensure_ascii=False, indent=1))


def _tell(checked: Checked) -> None:
    if not checked.findings:
        tell("没有发现问题。")
        return
    for number, finding in enumerate(checked.findings, 1):
        how = f"{label('certainty', finding.certainty)}，{label('severity', finding.severity)}"
        # names of files and quotations are others' words: they may hold what a terminal obeys
        click.echo(f"{number}. {finding.title}（{how}）\n   {clean(finding.message)}\n   {clean(finding.suggestion)}")


COMMANDS = (check,)
