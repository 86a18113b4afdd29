"""A fictional office with four departments, its findings, and packs filled in as checkers do."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook, load_workbook
from sqlite_utils import Database

from inspection.audit import draw_round, write_packs
from records.audit import AuditRound
from records.clock import CHINA
from records.model import Baseline, Certainty, Finding, Locus, Severity, fingerprint
from records.register.model import Department, Register, RegisteredAccount, RegisteredColumn, RegisteredSite
from reports.audit import layout
from reports.model import ClauseInfo, OfficeInfo
from reports.shared.sheets import FIRST_ROW

DRAWN = datetime(2026, 12, 1, 9, 30, tzinfo=CHINA)
NOW = datetime(2026, 12, 12, 15, 0, tzinfo=CHINA)
DEADLINE = date(2026, 12, 15)
OFFICE = OfficeInfo("云溪区政务公开办公室", "云溪区政务公开办公室", "云政公开办", "周同志", "0000-6600100")
NAMES = {"jyj": "云溪区教育局", "wjj": "云溪区卫生健康局", "mzj": "云溪区民政局", "zjj": "云溪区住房和城乡建设局"}

REGISTER = Register(
    departments=tuple(Department(key, name, name.removeprefix("云溪区")) for key, name in NAMES.items()),
    sites=(
        RegisteredSite("portal", "云溪区人民政府门户网站", "http://www.yunxi.example", "3301990001"),
        RegisteredSite("edu", "云溪区教育网", "http://jyj.yunxi.example", "3301990002", department="jyj"),
        RegisteredSite("health", "云溪区卫生健康网", "http://wjj.yunxi.example", department="wjj"),
    ),
    columns=(
        RegisteredColumn("portal", "http://www.yunxi.example/mzj/", "民政", department="mzj"),
        RegisteredColumn("portal", "http://www.yunxi.example/zjj/", "住建", department="zjj"),
    ),
    accounts=(RegisteredAccount("wx-mzj", "云溪民政", "wechat", department="mzj"),),
)
CLAUSES = {"guide-links": ClauseInfo("政府网站发展指引", "国办发〔2017〕47号", "及时清除错链、断链。", "memory")}


def finding(department: str, number: int, **changes: object) -> Finding:
    """The finding with this number of a department; an even number is a broken link, an odd one a wrong word."""
    site = {"jyj": "edu", "wjj": "health"}.get(department, "portal")
    url = f"http://{site}.yunxi.example/{department}/{number}.html"
    broken = number % 2 == 0
    values: dict = {
        "id": fingerprint("link-broken" if broken else "word-forbidden", site, url, str(number)),
        "rule": "link-broken" if broken else "word-forbidden",
        "family": "link" if broken else "word",
        "title": "链接打不开" if broken else "表述不规范",
        "severity": Severity.MINOR,
        "certainty": Certainty.CONFIRMED,
        "site": site,
        "department": department,
        "lead": "",
        "url": url,
        "locus": Locus(text="下载附件", target=f"{url}?a=1&b=2"),
        "message": f"链接“附件{number}”打不开" if broken else f"第{number}段“通迅地址”应为“通讯地址”",
        "evidence": {"status": 404} if broken else {"wrong": "通迅", "right": "通讯"},
        "suggestion": "",
        "measure": "",
        "basis": ("guide-links",),
        "first_seen": date(2026, 11, 20),
        "last_seen": date(2026, 11, 30),
        "baseline": Baseline.NEW,
        "deadline": None,
    }
    return Finding(**values | changes)


FINDINGS = tuple(finding(department, number) for department in NAMES for number in range(3))


def drawn_round(db: Database, findings: tuple[Finding, ...] = FINDINGS, **changes: object) -> AuditRound:
    """A round of all four departments."""
    values: dict = {
        "title": "2026年第四季度政务公开交叉互查",
        "seed": 20261201,
        "drawn_at": DRAWN,
        "deadline": DEADLINE,
        "clauses": CLAUSES,
    }
    return draw_round(db, REGISTER, findings, **values | changes)


def packs(db: Database, out: Path) -> dict[str, Path]:
    """The packs of the latest round by checker."""
    return {checker: path for path in write_packs(db, OFFICE, out) for checker in NAMES if NAMES[checker] in path.name}


def edit(path: Path, change: Callable[[Workbook], None]) -> Path:
    """Change a pack as a spreadsheet program would."""
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def fill(path: Path, *verdicts: tuple[object, ...]) -> Path:
    """Write conclusion, note, person and day into the pack's first rows."""

    def write(book: Workbook) -> None:
        sheet = book[layout.SHEET_ITEMS]
        for row, values in enumerate(verdicts, start=FIRST_ROW):
            for column, value in enumerate(values, start=len(layout.ITEM_GIVEN) + 1):
                sheet.cell(row, column).value = value

    return edit(path, write)


def fill_hand(path: Path, *rows: tuple[object, ...]) -> Path:
    """Write findings by hand; a first value of None stands for the first site of the pack's list."""

    def write(book: Workbook) -> None:
        first = book[layout.SHEET_KEYS]["F1"].value
        for row, values in enumerate(rows, start=FIRST_ROW):
            for column, value in enumerate(values, start=1):
                book[layout.SHEET_HAND].cell(row, column).value = first if value is None else value

    return edit(path, write)
