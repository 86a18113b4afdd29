"""Report data of the fictional 云溪区: four departments, one portal, problems of every kind. All names are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from records.model import (
    Baseline,
    Certainty,
    Finding,
    Locus,
    Outcome,
    Reason,
    Severity,
    Unverified,
    Verdict,
    fingerprint,
)
from reports.model import (
    ClauseInfo,
    DepartmentInfo,
    InspectionInfo,
    OfficeInfo,
    PageInfo,
    ReportData,
    RuleInfo,
    SiteInfo,
)

AS_OF = date(2026, 12, 28)
BASE = "http://www.yunxi.example"
SITE = "yunxi"

EDUCATION, HEALTH, CIVIL, OFFICE = "education", "health", "civil", "office"

DEPARTMENTS = (
    DepartmentInfo(EDUCATION, "云溪区教育局", "陈同志", "0000-6600101", "承办"),
    DepartmentInfo(HEALTH, "云溪区卫生健康局", "林同志", "0000-6600102", "承办"),
    DepartmentInfo(CIVIL, "云溪区民政局", "何同志", "0000-6600103", "承办"),
    DepartmentInfo(OFFICE, "云溪区人民政府办公室", "周同志", "0000-6600100", "主管"),
)

RULES = {
    rule.id: rule
    for rule in (
        RuleInfo("link-broken", "link", "链接打不开", "3个工作日"),
        RuleInfo("column-stale", "column", "栏目超期未更新", "5个工作日"),
        RuleInfo("word-forbidden", "word", "表述不规范", "1个工作日"),
        RuleInfo("privacy-resident-id", "privacy", "泄露居民身份证号", "立即下线，1个工作日内书面报告"),
        RuleInfo("interpretation-missing", "policy", "政策文件没有解读材料", "7个工作日"),
        RuleInfo("column-blank", "column", "空白栏目", "5个工作日"),
    )
}

CLAUSES = {
    "guide-links": ClauseInfo(
        "政府网站发展指引", "国办发〔2017〕47号", "定期检查链接的有效性和可用性，及时清除错链、断链。", "memory"
    ),
    "check-columns": ClauseInfo(
        "政府网站与政务新媒体检查指标", "国办秘函〔2019〕19号", "监测时间点前2周内动态、要闻类栏目应有更新。", "seen"
    ),
    "privacy-law": ClauseInfo("中华人民共和国个人信息保护法", "第二十八条", "居民身份证号码属于个人信息。", "memory"),
    "local-links": ClauseInfo("云溪区政府网站管理细则", "第十二条", "链接打不开的，每个扣分。", "memory-weak"),
}

_FAMILY = {rule.id: rule.family for rule in RULES.values()}
_MEASURE = {
    "link-broken": "修复或者删除打不开的链接；页面已迁移的，改为新地址。",
    "column-stale": "按栏目定位及时补充更新；确无更新内容的，按程序整合或者关停。",
    "word-forbidden": "改正不规范表述，并核查同一稿件在其他栏目的转载。",
    "privacy-resident-id": "立即撤下附件，隐去身份证号码后重新发布，并清除缓存。",
    "interpretation-missing": "补充解读材料，并与政策文件相互关联。",
    "column-blank": "补充内容，或者关停栏目。",
}
_BASIS = {
    "link-broken": ("guide-links", "local-links"),
    "column-stale": ("check-columns",),
    "column-blank": ("check-columns",),
    "privacy-resident-id": ("privacy-law",),
}


def finding(rule: str, department: str, url: str, message: str, **changes: Any) -> Finding:
    """A finding of the sample with everything sensible filled in; ``changes`` override fields."""
    locus = changes.get("locus", Locus())
    made = Finding(
        id=fingerprint(rule, SITE, locus.target or url, str(locus.cell or locus.text or "")),
        rule=rule,
        family=_FAMILY[rule],
        title=RULES[rule].title,
        severity=Severity.MINOR,
        certainty=Certainty.CONFIRMED,
        site=SITE,
        department=department,
        lead="",
        url=url,
        locus=locus,
        message=message,
        evidence={},
        suggestion="",
        measure=_MEASURE[rule],
        basis=_BASIS.get(rule, ()),
        first_seen=AS_OF,
        last_seen=AS_OF,
        baseline=Baseline.NEW,
        deadline=date(2026, 12, 31),
    )
    return replace(made, **changes)


def broken_link(number: int, department: str = EDUCATION) -> Finding:
    """One of many broken links, with both looks at it."""
    target = f"{BASE}/jyj/zsks/202{number % 6}0{number % 9 + 1}/t20250{number % 9 + 1}12_{88100 + number}.html"
    looks = [
        {"at": "2026-12-27T02:11:05Z", "method": "GET", "status": 404, "reason": "not_found"},
        {"at": "2026-12-27T03:02:41Z", "method": "GET", "status": 404, "reason": "not_found"},
    ]
    return finding(
        "link-broken",
        department,
        f"{BASE}/jyj/zsks/index_{number}.html",
        f"页面中的链接“招生考试通知之{number}”打不开，两次访问均返回 HTTP 404。",
        locus=Locus(target=target, text=f"招生考试通知之{number}"),
        evidence={"attempts": looks, "anchor": f"招生考试通知之{number}", "use_count": 1 + number % 3},
        suggestion="更新为新地址，或者删除该链接。",
    )


FINDINGS = (
    *(broken_link(number) for number in range(1, 24)),
    finding(
        "column-stale",
        EDUCATION,
        f"{BASE}/jyj/gzdt/",
        "“工作动态”栏目最近一条信息发布于2026年11月2日，距检查日已有56天，超过14天的更新期限。",
        evidence={
            "newest": {"value": "2026-11-02", "source": "list"},
            "limit_days": 14,
            "age_days": 56,
            "as_of": "2026-12-28",
            "bundle_page_id": 4711,
        },
        lead=OFFICE,
        severity=Severity.SERIOUS,
        baseline=Baseline.UNCHANGED,
        deadline=date(2027, 1, 5),
        deadline_provisional=True,
    ),
    finding(
        "word-forbidden",
        EDUCATION,
        f"{BASE}/jyj/gzdt/t20261102_77120.html",
        "“秸杆”疑为“秸秆”之误。",
        locus=Locus(text="组织师生开展秸杆禁烧宣传活动，发放资料三百余份。", offset=118),
        evidence={"wrong": "秸杆", "right": "秸秆"},
        suggestion="改为“秸秆”。",
        certainty=Certainty.REVIEW,
        severity=Severity.INFO,
    ),
    finding(
        "privacy-resident-id",
        HEALTH,
        f"{BASE}/wjj/tzgg/t20261210_90233.html",
        "附件公开了3人的居民身份证号码，校验位均正确。",
        locus=Locus(attachment="2026年拟录用人员公示名单.xlsx", sheet="公示名单", cell="C3"),
        evidence={"masked": ["35**************31", "35**************5X", "35**************07"], "header": "身份证号"},
        severity=Severity.CRITICAL,
        suggestion="先撤下附件，再以“*”隐去号码后重新发布。",
        deadline=date(2026, 12, 29),
    ),
    finding(
        "link-broken",
        HEALTH,
        f"{BASE}/wjj/bsfw/index.html",
        "页面中的链接“预防接种门诊查询”打不开，两次访问均超时。",
        locus=Locus(
            target="http://cx.yunxi.example:8090/vaccine/query?region=%E4%BA%91%E6%BA%AA&"
            + "token=abcdef0123456789&" * 9
        ),
        evidence={
            "attempts": [
                {"at": "2026-12-27T02:11:05Z", "method": "GET", "status": None, "reason": "timeout"},
                {"at": "2026-12-27T04:40:41Z", "method": "GET", "status": None, "reason": "timeout"},
            ]
        },
    ),
    finding(
        "interpretation-missing",
        CIVIL,
        f"{BASE}/mzj/zcwj/t20261104_81551.html",
        "没有找到《云溪区临时救助实施办法》的解读材料。",
        certainty=Certainty.REVIEW,
        evidence={"policy": "云溪区临时救助实施办法", "policy_date": "2026-11-04", "workdays": 38},
        suggestion="如已发布解读，请与文件相互关联。",
        severity=Severity.SERIOUS,
        deadline=date(2027, 1, 7),
        deadline_provisional=True,
    ),
    finding(
        "column-blank",
        OFFICE,
        f"{BASE}/zwgk/ysqgk/",
        "“依申请公开目录”栏目没有内容，页面显示“栏目建设中”。",
        evidence={"marker": "栏目建设中", "items": 0},
        severity=Severity.SERIOUS,
        deadline=date(2027, 1, 5),
        deadline_provisional=True,
    ),
)

PAGES = {
    f"{BASE}/jyj/gzdt/": PageInfo("工作动态", "教育局 > 工作动态"),
    f"{BASE}/jyj/gzdt/t20261102_77120.html": PageInfo("全区中小学开展冬季安全教育", "教育局 > 工作动态"),
    f"{BASE}/wjj/tzgg/t20261210_90233.html": PageInfo("关于2026年招聘拟录用人员的公示", "卫生健康局 > 通知公告"),
    f"{BASE}/wjj/bsfw/index.html": PageInfo("办事服务", "卫生健康局 > 办事服务"),
    f"{BASE}/mzj/zcwj/t20261104_81551.html": PageInfo("云溪区临时救助实施办法", "民政局 > 政策文件"),
    f"{BASE}/zwgk/ysqgk/": PageInfo("依申请公开目录", "政务公开 > 依申请公开"),
} | {f"{BASE}/jyj/zsks/index_{n}.html": PageInfo(f"招生考试(第{n}页)", "教育局 > 招生考试") for n in range(1, 24)}

OFFICE_INFO = OfficeInfo(
    name="云溪区人民政府办公室",
    signature="云溪区人民政府办公室",
    document_code="云政办函",
    contact="周同志",
    phone="0000-6600100",
    email="zwgk@yunxi.example",
    address="云溪区中心路1号",
)


def sample(**changes: Any) -> ReportData:
    """The sample's report data; ``changes`` override fields."""
    made = ReportData(
        office=OFFICE_INFO,
        departments=DEPARTMENTS,
        sites=(SiteInfo(SITE, "云溪区人民政府门户网站", f"{BASE}/", "9999990001", OFFICE, OFFICE),),
        inspection=InspectionInfo(
            id="20261227-yunxi",
            started="2026-12-26T16:30:00Z",
            finished="2026-12-27T20:05:12Z",
            as_of=AS_OF,
            scope="云溪区人民政府门户网站全部公开页面和附件",
            complete=False,
            limits={SITE: ("max_pages",)},
            counts={"pages": 5000, "links": 41236, "attachments": 618, "columns": 96},
        ),
        findings=FINDINGS,
        unverified=(
            Unverified(SITE, "http://old.yunxi.example/xxgk/", Reason.TIMEOUT, f"{BASE}/", "两次均超时"),
            Unverified(SITE, "https://weibo.example/u/123", Reason.LOGIN_REQUIRED, f"{BASE}/", ""),
            Unverified(SITE, f"{BASE}/files/1.wps", Reason.UNSUPPORTED_TYPE, f"{BASE}/zwgk/", ""),
        ),
        outcomes=(
            Outcome("link-broken", SITE, Verdict.FAIL, 24),
            Outcome("link-broken", SITE, Verdict.PASS, 41209),
            Outcome("column-stale", SITE, Verdict.FAIL, 1),
            Outcome("column-stale", SITE, Verdict.PASS, 88),
            Outcome("column-stale", SITE, Verdict.NOT_APPLICABLE, 7, "栏目类型未登记"),
            Outcome("word-forbidden", SITE, Verdict.REVIEW, 1),
            Outcome("privacy-resident-id", SITE, Verdict.FAIL, 1),
        ),
        clauses=CLAUSES,
        rules=RULES,
        pages=PAGES,
    )
    return replace(made, **changes)
