"""Notices: what they say, read back from DOCX and HTML."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from reading_back import Page, docx_lines
from sample_data import (
    BASE,
    CIVIL,
    EDUCATION,
    FINDINGS,
    HEALTH,
    OFFICE,
    broken_link,
    finding,
    sample,
)

from records.errors import BadInputError
from records.model import Baseline, Locus
from reports.model import DepartmentInfo, OfficeInfo, PageInfo, ReportData
from reports.notice import render
from reports.notice.content import addressees, build_notice
from reports.templates import make_notice_template

HOSTILE = (
    "a?x=1&y=2",
    "a<b",
    "{{ 7*7 }}",
    "{% for x in y %}",
    "</w:t></w:r>",
    "<script>alert(1)</script>",
    "]]>&lt;",
)


def files(data: ReportData, templates: Path | None = None) -> dict[str, bytes]:
    return dict(render(data, templates))


def notice_of(data: ReportData, name: str) -> tuple[list[str], Page]:
    made = files(data)
    return docx_lines(made[f"notices/整改通知书-{name}.docx"]), Page(made[f"notices/整改通知书-{name}.html"])


def test_one_docx_and_one_html_for_every_department() -> None:
    names = ["云溪区教育局", "云溪区卫生健康局", "云溪区民政局", "云溪区人民政府办公室"]
    assert list(files(sample())) == [f"notices/整改通知书-{n}.{kind}" for n in names for kind in ("docx", "html")]


def test_docx_tells_the_whole_story() -> None:
    lines, _ = notice_of(sample(), "云溪区卫生健康局")
    for expected in (
        "云溪区人民政府办公室",
        "云政办函〔2026〕  号",
        "关于政府网站检查发现问题的整改通知书",
        "云溪区卫生健康局：",
        "一、总体情况",
        "二、存在问题",
        "（一）链接可用性（1个）",
        "1.链接打不开（1个）",
        "时限：3个工作日",
        "整改要求：修复或者删除打不开的链接；页面已迁移的，改为新地址。",
        f"网址：{BASE}/wjj/tzgg/t20261210_90233.html",
        "脱敏值：35**************31、35**************5X、35**************07；表头：身份证号",
        "2026年12月29日前",
        "特别严重；本次新发现",
        "三、整改要求",
        "附件：1.整改情况反馈表",
        "2026年12月28日",
        "（联系人：周同志，电话：0000-6600100，电子邮箱：zwgk@yunxi.example，地址：云溪区中心路1号）",
    ):
        assert expected in lines, expected
    text = "\n".join(lines)
    assert "页面：关于2026年招聘拟录用人员的公示；附件：2026年拟录用人员公示名单.xlsx；位置：工作表" in text
    assert "第1次访问：2026-12-27 10:11:05 没有返回（连接超时）；第2次访问" in text
    assert "依据：《政府网站发展指引》（国办发〔2017〕47号）：定期检查链接的有效性和可用性" in text
    assert "异议申诉" in text
    assert "达到页面数上限" in text
    assert "云溪区政府网站管理细则" not in text, "a notice must not rest on an uncertain clause"
    assert all(one.id in lines for one in FINDINGS if one.department == HEALTH)


def test_html_tells_the_same_as_the_docx() -> None:
    lines, page = notice_of(sample(), "云溪区教育局")
    flat = page.text.replace("\n", "")
    body = lines[: lines.index("附件1")]
    missing = [line for line in body if line not in flat and not line.startswith(("附件：", "2.", "3."))]
    assert missing == []


def test_html_loads_nothing_and_links_safely() -> None:
    _, page = notice_of(sample(), "云溪区教育局")
    assert page.values("src") == []
    assert {"link", "script", "img", "iframe"}.isdisjoint(page.tags())
    assert all(href.startswith("http") for href in page.values("href"))
    assert len(page.values("href")) == page.values("rel").count("noopener noreferrer") > 0


def test_many_problems_of_a_rule_stay_readable() -> None:
    lines, _ = notice_of(sample(), "云溪区教育局")
    assert "以上列出15个，其余8个见附件1和整改台账。" in lines
    assert "附件：1.问题清单" in lines
    annex = lines.index("问题清单")
    ids = [one.id for one in FINDINGS if one.department == EDUCATION]
    assert all(one in lines[annex:] for one in ids)
    assert sum(one in lines[:annex] for one in ids) == 15 + 2


def test_a_long_reply_form_is_left_blank() -> None:
    data = sample(findings=tuple(broken_link(n) for n in range(1, 80)))
    notice = build_notice(data, EDUCATION)
    assert notice.reply_items == ()
    assert "79个" in notice.reply_note
    assert len(notice.annex_items) == 79


def test_provisional_deadline_says_why() -> None:
    lines, page = notice_of(sample(), "云溪区人民政府办公室")
    reason = "2027年节假日安排尚未列入工作日历，暂按周一至周五推算，待公布后以实际工作日为准"
    assert "2027年1月5日前（暂定）" in lines
    assert any(reason in line for line in lines)
    assert reason in page.text
    certain, _ = notice_of(sample(), "云溪区卫生健康局")
    assert not any("暂定" in line for line in certain)


def test_review_only_is_no_accusation() -> None:
    lines, page = notice_of(sample(), "云溪区民政局")
    text = "\n".join(lines)
    assert "关于核实政府网站检查有关事项的通知" in lines
    assert "二、需核实事项" in lines
    assert "不作为问题认定，也不计入问题数" in text
    for accusation in ("整改通知书", "存在问题", "严重；"):
        assert accusation not in text
        assert accusation not in page.text
    assert "核1" in lines


def test_review_stands_apart_from_problems() -> None:
    lines, _ = notice_of(sample(), "云溪区教育局")
    problems, review, demands = (lines.index(t) for t in ("二、存在问题", "三、需核实事项", "四、整改要求"))
    assert problems < review < lines.index("“秸杆”疑为“秸秆”之误。") < demands


def test_what_was_sent_before_names_its_notice_and_whether_it_is_overdue() -> None:
    late, answered, fresh = (replace(broken_link(n), baseline=Baseline.UNCHANGED) for n in (1, 2, 3))
    late = replace(late, state="notified", deadline=date(2026, 12, 25))
    answered = replace(answered, state="replied", deadline=date(2026, 12, 24))
    sent = {late.id: "云政办函〔2026〕7号", answered.id: "云政办函〔2026〕8号"}
    lines, page = notice_of(sample(findings=(late, answered, fresh), issued=sent), "云溪区教育局")
    for told in ("\n".join(lines), page.text):
        assert told.count("前，已逾期") == 1
        assert "2026年12月25日前，已逾期" in told
        assert "2026年12月24日前\n" in told, "answered: the office's turn, whatever the date"
        assert "云政办函〔2026〕8号（已反馈）" in told
        assert "超过期限未反馈（已逾期）的1个" in told
        assert "标注“已逾期”的，请立即整改" in told
    assert lines.count("原通知：云政办函〔2026〕7号") == 1
    assert sum("原通知" in line for line in lines) == 2


def test_a_lead_is_named_once_and_where_it_differs() -> None:
    usual = tuple(replace(broken_link(n), lead=OFFICE) for n in (1, 2))
    lines, _ = notice_of(sample(findings=(*usual, broken_link(3))), "云溪区教育局")
    assert any("责任单位均为你单位；除注明的外，牵头单位均为云溪区人民政府办公室。" in line for line in lines)
    assert [line for line in lines if line.startswith("责任单位：")] == ["责任单位：云溪区教育局；牵头单位：未登记"]


def test_rows_stay_whole_and_the_last_words_with_the_signature() -> None:
    document = Document(BytesIO(files(sample())["notices/整改通知书-云溪区教育局.docx"]))
    names = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    last = names.index("附件说明") - 1
    assert names[last] == "公文末段"
    until_date = names[last : names.index("成文日期")]
    assert all(document.styles[name].paragraph_format.keep_with_next for name in until_date)
    rows = [row for table in document.tables for row in table.rows]
    assert all(row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_unverified_is_neither_fault_nor_pass() -> None:
    lines, _ = notice_of(sample(), "云溪区人民政府办公室")
    assert any("另有3个地址本次未能核实" in line and "不作为问题，也不代表没有问题" in line for line in lines)


def test_gone_and_closed_findings_get_no_notice() -> None:
    closed = (
        replace(broken_link(1), baseline=Baseline.ABSENT),
        *(replace(broken_link(n), state=state) for n, state in enumerate(("dismissed", "resolved", "withdrawn"), 2)),
    )
    assert files(sample(findings=closed)) == {}
    assert addressees(sample(findings=(*closed, broken_link(9)))) == [EDUCATION]


def test_personal_numbers_in_a_page_title_are_masked() -> None:
    url = f"{BASE}/x.html"
    data = sample(
        findings=(finding("link-broken", EDUCATION, url, "打不开。"),),
        pages={url: PageInfo("公示：13900001111", "联系 13900002222")},
    )
    lines, page = notice_of(data, "云溪区教育局")
    assert "13900001111" not in page.text + "".join(lines)
    assert "13900002222" not in page.text + "".join(lines)


def test_evidence_as_rules_write_it() -> None:
    evidence = {
        "values": [{"masked": "11*************516", "hash": "c4500b5adc378a63", "sheet": "明细", "cell": "C3"}],
        "places": [{"text": "甲方：人民攻府", "role": "body", "page": 2}],
        "pages": [f"{BASE}/{n}/" for n in range(5)],
        "bundle": "6fc9149c",
        "出处": [f"{BASE}/x.html"],
        "date_source": "meta:PubDate",
        "更正": True,
    }
    data = sample(findings=(finding("link-broken", EDUCATION, f"{BASE}/x.html", "坏", evidence=evidence),))
    lines, _ = notice_of(data, "云溪区教育局")
    for expected in (
        "脱敏值：11*************516（工作表“明细”、C3单元格）",
        "出现位置：甲方：人民攻府（第2页）",
        f"引用页面：{BASE}/2/",
        "引用页面：等5个地址",
        "日期取自：页面标签 PubDate",
        "更正：是",
    ):
        assert any(expected in line.split("；") for line in lines), expected
    assert not any("c4500b5adc378a63" in line or "6fc9149c" in line or "出处" in line for line in lines)


def test_unregistered_department_and_bare_office() -> None:
    data = sample(
        office=OfficeInfo(), departments=(), sites=(), findings=(replace(broken_link(1), department=""),), rules={}
    )
    lines, _ = notice_of(data, "未登记")
    assert lines[0] == "〔2026〕  号"
    assert "未登记：" in lines
    assert any("“yunxi”" in line for line in lines)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_arrives_as_text(text: str) -> None:
    url = f"{BASE}/x.html"
    hostile = finding(
        "link-broken",
        EDUCATION,
        url,
        f"消息{text}尾",
        locus=Locus(text=text, attachment=text, sheet=text[:20], target=f"javascript:{text}"),
        evidence={"anchor": text, "证据": f"据{text}"},
        suggestion=text,
        measure=text,
        title=text,
    )
    data = sample(findings=(hostile,), pages={url: PageInfo(text, text)})
    lines, page = notice_of(data, "云溪区教育局")
    told = "\n".join(lines)
    for expected in (f"消息{text}尾", f"页面：{text}；", f"原文：“{text}”", f"附件：{text}；", f"证据：据{text}"):
        assert expected in told
    assert page.text.count(text) >= 6
    assert "script" not in page.tags()
    assert page.values("href") == [url]


def test_control_and_direction_characters_do_not_arrive() -> None:
    url = f"{BASE}/x.html"
    bad = "公\x00告\x0b\u202etxt.exe\ud800"
    data = sample(findings=(finding("link-broken", EDUCATION, url, bad),), pages={url: PageInfo(bad * 500)})
    lines, page = notice_of(data, "云溪区教育局")
    assert "公告txt.exe" in lines
    assert "\u202e" not in page.text
    assert max(map(len, lines)) < 1000


def test_hostile_department_names_make_harmless_files() -> None:
    departments = (DepartmentInfo(EDUCATION, "../教育/局"), DepartmentInfo(HEALTH, "教育:局"))
    data = sample(departments=departments, findings=(broken_link(1), replace(broken_link(2), department=HEALTH)))
    names = [name for name in files(data) if name.endswith("docx")]
    assert names == ["notices/整改通知书-教育局.docx", "notices/整改通知书-教育局-health.docx"]


def test_docx_is_well_formed_and_its_heads_repeat() -> None:
    for name, content in files(sample()).items():
        if name.endswith(".docx"):
            with zipfile.ZipFile(BytesIO(content)) as package:
                body = etree.fromstring(package.read("word/document.xml"))
            w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
            cells = list(body.iter(f"{w}tc"))
            assert cells
            assert all(cell.find(f"{w}p") is not None for cell in cells)
            assert len(list(body.iter(f"{w}tblHeader"))) == len(list(body.iter(f"{w}tbl")))


def test_office_template_wins(tmp_path: Path) -> None:
    (tmp_path / "notice.html").write_text("<p>{{ notice.addressee }}</p>", encoding="utf-8")
    (tmp_path / "notice.docx").write_bytes(make_notice_template.build())
    made = files(sample(), tmp_path)
    assert made["notices/整改通知书-云溪区教育局.html"] == "<p>云溪区教育局</p>".encode()
    assert "云溪区教育局：" in docx_lines(made["notices/整改通知书-云溪区教育局.docx"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notice.html", b"{{ notice.addresse }}"),
        ("notice.html", b"{% for"),
        ("notice.html", b"{{ ().__class__.__base__.__subclasses__() }}"),
        ("notice.html", b"\xff\xfe\xff"),
        ("notice.docx", b"not a document"),
    ],
)
def test_wrong_office_template_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInputError, match=f"模板.*{name}.*有误"):
        files(sample(), tmp_path)


def test_template_file_is_what_the_script_builds() -> None:
    built, kept = zipfile.ZipFile(BytesIO(make_notice_template.build())), zipfile.ZipFile(make_notice_template.TEMPLATE)
    assert built.namelist() == kept.namelist()
    assert [name for name in kept.namelist() if built.read(name) != kept.read(name)] == []


def test_the_same_data_gives_the_same_words() -> None:
    once, again = sample(), sample(findings=tuple(reversed(FINDINGS)))
    for department in (EDUCATION, HEALTH, CIVIL, OFFICE):
        assert build_notice(once, department) == build_notice(again, department)


def test_a_date_is_written_without_leading_zeros() -> None:
    data = sample(inspection=replace(sample().inspection, as_of=date(2026, 1, 5)))
    assert build_notice(data, EDUCATION).date == "2026年1月5日"
