"""The sentences of a bulletin."""

from __future__ import annotations

from collections.abc import Iterator

from reports.bulletin.model import BulletinData, Count
from reports.shared.dates import beijing_date, chinese_date
from reports.shared.safe_text import clean

MAX_NAMED = 8
_MAX_LISTED = 1000
_SHARE_FLOOR = 0.1


def opening(data: BulletinData) -> str:
    """When, who, what."""
    first, last = beijing_date(data.started), beijing_date(data.finished)
    if first is None or last is None:
        period = f"截至{chinese_date(data.as_of)}"
    else:
        period = chinese_date(first) if first == last else f"{chinese_date(first)}至{chinese_date(last)}"
    return f"{period}，我单位对{_covered_words(data)}进行了检查。现将有关情况通报如下。"


def coverage(data: BulletinData) -> Iterator[str]:
    """What was looked at, and what could not be."""
    pages = sum(covered.pages for covered in data.covered if not covered.is_account)
    posts = sum(covered.pages for covered in data.covered if covered.is_account)
    read = f"、推文{posts}条" if posts else ""
    attachments = sum(covered.attachments for covered in data.covered)
    yield f"本次检查{_covered_words(data)}，读取网页{pages}个{read}、附件{attachments}个。各网站情况见表1。"
    yield _unverified_words(data)
    partial = [clean(covered.name) for covered in data.covered if not covered.whole]
    if partial:
        yield f"{_named(partial)}的检查没有全部完成，其数字只反映已检查的部分。"
    if data.uninspected:
        yield f"登记在册、尚未检查的有：{_named([clean(name) for name in data.uninspected])}。"


def problems(data: BulletinData) -> Iterator[str]:
    """How many problems, and of what kind."""
    total = data.total
    if not total.found:
        yield "本次检查没有发现可以确认的问题。"
        return
    yield (
        f"共发现问题{total.found}个，已整改并复查通过{total.resolved}个，尚未销号{total.left}个{_severity_words(total)}。"
        f"尚未销号的问题中，已下发整改通知书、超过期限未反馈（逾期）的{total.overdue}个。按问题类别统计见表2。"
    )
    if data.overdue > total.overdue:
        yield _overdue_words(data)
    if data.reopened:
        yield f"其中以前已复查通过、这次再次出现的{data.reopened}个，按重犯处理。"


def review_note(total: Count) -> str:
    """Says that matters to verify are no problems."""
    if not total.review:
        return ""
    return f"另有需核实事项{total.review}个，凭现有证据不能断定，不作为问题认定，也不计入问题数和排序。"


def ranking_rule() -> str:
    """How departments are ranked, plainly."""
    return (
        "下表按问题突出程度由重到轻排列：先比逾期的个数，相同的依次比尚未销号的特别严重、严重、一般问题的个数，"
        "全部相同的位次并列。已复查通过的问题和需核实事项不影响位次。"
    )


def last_round(data: BulletinData) -> Iterator[str]:
    """What became of the problems of the round before."""
    fate = data.fate
    if fate is None:
        yield "各网站都是第一次检查，没有可以比较的上次结果。"
        return
    if not fate.total:
        yield "上次检查没有发现可以确认的问题。"
        return
    left = fate.total - fate.resolved - fate.cleared
    cleared = f"，经复核撤回或认定误报{fate.cleared}个" if fate.cleared else ""
    yield (
        f"上次检查发现问题{fate.total}个，已复查通过{fate.resolved}个{cleared}，尚未办结{left}个。"
        f"尚未办结的问题中，这次仍然存在{fate.seen_again}个，这次没有再见到、待复查销号{fate.not_seen}个，"
        f"这次未能查明{fate.unchecked}个；超过整改期限未反馈的{fate.overdue}个。按责任单位统计见{_last_table(data)}。"
    )


def next_steps(data: BulletinData) -> Iterator[str]:
    """What is asked of the departments."""
    sentences = list(_steps(data))
    numerals = ("一", "二", "三", "四", "五", "六")
    yield from (f"（{numerals[number]}）{sentence}" for number, sentence in enumerate(sentences))


def _steps(data: BulletinData) -> Iterator[str]:
    if data.overdue:
        late = _named([clean(name) for name in data.late])
        yield f"立即办理逾期问题。{late}对逾期的{data.overdue}个问题要立即整改、反馈，并书面说明逾期原因。"
    if data.total.left:
        yield "按期整改。各责任单位对照整改通知书逐个整改，在期限届满前填写整改台账绿色各栏，经单位负责人审签后报送。"
        families = sorted(data.families, key=lambda count: -count.left)
        yield f"举一反三。这次问题最多的是“{families[0].name}”，请各单位对照自查，防止同类问题重复出现。"
    if data.reopened:
        yield "防止反弹。再次出现的问题，责任单位要查明原因，完善发布审核和日常巡查。"
    if data.total.review:
        yield "逐个核实。需核实事项由责任单位核实后反馈，确有问题的一并整改。"
    if not data.total.left:
        yield "继续保持。各单位要做好日常巡查，及时更新内容，发现问题随时改正。"


def _covered_words(data: BulletinData) -> str:
    accounts = sum(covered.is_account for covered in data.covered)
    sites = len(data.covered) - accounts
    words = [f"{sites}个网站" if sites else "", f"{accounts}个政务新媒体账号" if accounts else ""]
    return "、".join(word for word in words if word)


def _unverified_words(data: BulletinData) -> str:
    missing = sum(covered.unverified for covered in data.covered)
    if not missing:
        return "没有未能核实的地址。"
    at_least = "至少" if any(covered.unverified >= _MAX_LISTED for covered in data.covered) else ""
    known = [covered.targets for covered in data.covered if covered.targets is not None]
    share = ""
    everything = sum(known)
    if len(known) == len(data.covered) and everything:
        percent = 100 * missing / everything
        words = f"{percent:.1f}%" if percent >= _SHARE_FLOOR else "不到0.1%"
        share = f"，占已知地址{everything}个的{words}"
    return f"未能核实的地址{at_least}{missing}个{share}，既不算问题，也不算通过。"


def _overdue_words(data: BulletinData) -> str:
    """Why the ledger counts more as overdue than this round found."""
    others = (
        (data.overdue_gone, "以前下发、这次没有再见到，但尚未反馈或者复查的问题"),
        (data.overdue_review, "需核实事项"),
    )
    named = "、".join(f"{words}{number}个" for number, words in others if number)
    return f"另有{named}也已逾期，不列入表2、表3；截至{chinese_date(data.as_of)}，逾期的合计{data.overdue}个。"


def _severity_words(total: Count) -> str:
    numbers = (
        ("特别严重", total.critical),
        ("严重", total.serious),
        ("一般", total.minor),
        ("提示", total.info),
    )
    words = "、".join(f"{name}{number}个" for name, number in numbers if number)
    return f"（{words}）" if words else ""


def _last_table(data: BulletinData) -> str:
    return "表4" if data.departments else "表3"


def _named(names: list[str]) -> str:
    shown = "、".join(names[:MAX_NAMED])
    return shown if len(names) <= MAX_NAMED else f"{shown}等{len(names)}个"
