"""The sentences of a notice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from records.model import Baseline, Certainty, Finding
from reports.model import OfficeInfo, ReportData
from reports.shared.basis import certain_titles
from reports.shared.dates import beijing_date, chinese_date, provisional_reason
from reports.shared.labels import label, words
from reports.shared.safe_text import clean, clip

MAX_BASES = 4
MAX_SITES = 5
MAX_REASONS = 6


def opening(data: ReportData, findings: Sequence[Finding], *, accused: bool) -> str:
    """Basis and period, and what is sent. ``accused`` is False where nothing was confirmed."""
    clauses = [clause for finding in findings for clause in finding.basis]
    bases = certain_titles(clauses, data.clauses)[:MAX_BASES]
    basis = "、".join(bases) + "等规定" if bases else "政府网站管理有关规定"
    sites = list(dict.fromkeys(clean(data.site(finding.site).name) for finding in findings))
    named = "、".join(f"“{name}”" for name in sites[:MAX_SITES]) + (f"等{len(sites)}个网站" if len(sites) > 1 else "")
    asked = (
        "现将其中由你单位负责的问题通知如下，请按期整改并反馈。"
        if accused
        else "本次没有发现由你单位负责、可以确认的问题；现有部分事项需请你单位核实，通知如下。"
    )
    return f"根据{basis}，{_period(data)}对{named}进行了检查。{asked}"


def overview(data: ReportData, findings: Sequence[Finding], lead: str) -> Iterator[str]:
    """What was checked, how, how far, and what was found. ``lead`` is the unit that leads where nothing else is
    said, ``""`` where none does."""
    inspection = data.inspection
    scope = clean(inspection.scope).rstrip("。")
    counts = "、".join(
        f"{label('count', name)}{inspection.counts[name]}{label('count_unit', name)}"
        for name in words("count")
        if name in inspection.counts
    )
    accounts = sum(site.is_account for site in data.sites)
    subjects = [(len(data.sites) - accounts, "站点"), (accounts, "新媒体账号")]
    named = "、".join(f"{name}{number}个" for number, name in subjects if number)
    checked = f"本次检查{named}" + (f"，访问{counts}" if counts else "")
    yield f"（一）检查范围。{f'{scope}。' if scope else ''}{checked}。检查编号：{clean(inspection.id)}。"
    yield (
        "（二）检查方式。由程序读取网页、链接和附件后逐项比对；对打不开的地址，间隔一段时间再次访问，"
        "两次均不正常的才列为问题；凭现有证据不能断定的，列为需核实事项，由人工核实后再作认定。"
    )
    confirmed = [f for f in findings if f.certainty is Certainty.CONFIRMED]
    review = len(findings) - len(confirmed)
    again = sum(f.baseline in {Baseline.UNCHANGED, Baseline.UPDATED} for f in confirmed)
    overdue = sum(map(data.overdue, confirmed))
    late = f"，已下发整改通知书、超过期限未反馈（已逾期）的{overdue}个" if overdue else ""
    repeated = f"，其中上次检查已发现、至今未整改的{again}个" if again else ""
    verify = f"；另有需核实事项{review}个，不作为问题认定" if review else ""
    but = "除注明的外，" if any(finding.lead != lead for finding in findings) else ""
    leading = f"；{but}牵头单位均为{clean(data.department(lead).name)}" if lead else ""
    yield (
        f"（三）检查结果。发现由你单位负责的问题{len(confirmed)}个{repeated}{late}{verify}。"
        f"责任单位均为你单位{leading}。分类情况见汇总表。"
    )
    if inspection.partial:
        yield f"（四）说明。本次检查未覆盖全部内容{_limits(data)}，上述数字只反映已检查的部分。"


def requirements(data: ReportData, *, confirmed: bool, overdue: bool, provisional: Sequence[Finding]) -> Iterator[str]:
    """What to do, how to answer, how to contest. ``provisional`` has one finding for each year not yet known."""
    reasons = "；".join(provisional_reason(f.deadline) for f in provisional if f.deadline)
    note = f"标注“暂定”的期限：{reasons}。" if reasons else ""
    if confirmed:
        late = "标注“已逾期”的，请立即整改，并书面说明逾期原因。" if overdue else ""
        yield (
            f"（一）按期整改。请对照所列问题逐个整改，各问题的完成期限见表中“期限”。{late}{note}"
            "涉及个人信息泄露、页面被篡改的，请先将有关内容下线，再查明原因。"
        )
        yield "（二）举一反三。请同步自查同类栏目、同一来源的信息和附件，防止同类问题重复出现。"
        reply, contest = "（三）", "（四）"
    else:
        reply, contest = "（一）", "（二）"
        if note:
            yield note
    send = _send_to(data.office)
    what = "整改情况" if confirmed else "核实情况"
    yield (
        f"{reply}反馈方式。请在期限届满前，在随附的整改台账（ledger.xlsx）绿色各栏，或者附件《整改情况反馈表》中"
        f"填写{what}，经单位负责人审签后{send}。我们收到后将复查，复查通过的予以销号。"
    )
    yield (
        f"{contest}异议申诉。认为认定有误、期限确有困难或者不属于本单位职责的，请在期限届满前在“是否申诉及理由”栏写明"
        "理由并附证明材料。经复核属于误判的，予以撤销；不属于你单位职责的，转有关单位办理。"
    )


def review_intro(count: int) -> str:
    """Says plainly that matters to verify are no accusation."""
    if not count:
        return ""
    return (
        f"以下{count}个事项，程序凭现有证据不能断定，不作为问题认定，也不计入问题数。请你单位逐个核实："
        "确有问题的，一并整改；没有问题的，请简要说明情况。"
    )


def unverified_words(data: ReportData, department: str) -> str:
    """How many addresses of the department's sites could not be checked, by reason; empty where there are none."""
    own = {site.id for site in data.sites if site.department == department}
    reasons = Counter(entry.reason for entry in data.unverified if entry.site in own)
    if not reasons:
        return ""
    listed = "、".join(f"{label('reason', reason)}{number}个" for reason, number in reasons.most_common(MAX_REASONS))
    return (
        f"另有{reasons.total()}个地址本次未能核实（{listed}），不作为问题，也不代表没有问题，"
        "清单见整改台账“未能核实”表。"
    )


def contact_words(office: OfficeInfo) -> str:
    """``联系人:…,电话:…`` of what is known; empty where nothing is."""
    known_words = (
        ("联系人", office.contact),
        ("电话", office.phone),
        ("电子邮箱", office.email),
        ("地址", office.address),
    )
    return "，".join(f"{name}：{clean(value)}" for name, value in known_words if value)


def _period(data: ReportData) -> str:
    first, last = beijing_date(data.inspection.started), beijing_date(data.inspection.finished)
    if first is None or last is None:
        return f"截至{chinese_date(data.inspection.as_of)}，我单位"
    if first == last:
        return f"{chinese_date(first)}，我单位"
    return f"{chinese_date(first)}至{chinese_date(last)}，我单位"


def _limits(data: ReportData) -> str:
    reached = [
        clip(data.site(site).name, 60) + "、".join(label("limit", limit) for limit in limits)
        for site, limits in data.inspection.limits.items()
        if limits
    ]
    return f"（{'；'.join(reached)}）" if reached else ""


def _send_to(office: OfficeInfo) -> str:
    receiver = clean(office.signature or office.name) or "通知发出单位"
    return f"报送{receiver}{'（联系方式见文末）' if contact_words(office) else ''}"
