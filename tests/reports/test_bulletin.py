"""The bulletin, read back from DOCX."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from reading_back import docx_lines
from sample_data import AS_OF, BASE, EDUCATION, FINDINGS, HEALTH, OFFICE_INFO, broken_link

from records.errors import BadInputError
from reports.bulletin import to_docx
from reports.bulletin.content import build_bulletin
from reports.bulletin.model import BulletinData, Count, Covered, Fate, Typical
from reports.model import PageInfo
from reports.templates import make_bulletin_template

LEAK = next(one for one in FINDINGS if one.department == HEALTH and one.family == "privacy")
NOBODY = Count("合计", 0, 0, 0, 0, 0, 0, 0, 0)


def count(name: str, **numbers: int) -> Count:
    return replace(NOBODY, name=name, **numbers)


def sample(**changes: Any) -> BulletinData:
    values: dict[str, Any] = {
        "office": OFFICE_INFO,
        "title": "关于政府网站检查情况的通报",
        "as_of": AS_OF,
        "started": "2026-12-26T16:30:00Z",
        "finished": "2026-12-28T02:05:12Z",
        "covered": (
            Covered("云溪区人民政府门户网站", "云溪区人民政府办公室", AS_OF, True, 5000, 618, 40_000, 12),
            Covered("云溪发布", "云溪区人民政府办公室", AS_OF, False, 0, 0, 100, 0, is_account=True),
        ),
        "uninspected": ("云溪区数据局网站",),
        "families": (
            count("链接可用性", found=4, resolved=1, minor=3, overdue=2),
            count("个人隐私", found=1, critical=1),
        ),
        "departments": (
            count("云溪区教育局", found=4, resolved=1, minor=3, overdue=2),
            count("云溪区卫生健康局", found=1, critical=1),
            count("云溪区民政局", found=1, critical=1),
            count("云溪区水利局", review=2),
        ),
        "total": count("合计", found=6, resolved=1, critical=2, minor=3, overdue=2, review=2),
        "blameless": ("云溪区司法局",),
        "typical": (
            Typical(LEAK, "云溪区人民政府门户网站", "云溪区卫生健康局", PageInfo("拟录用人员公示", "通知公告")),
            Typical(broken_link(1), "云溪区人民政府门户网站", "云溪区教育局", PageInfo()),
        ),
        "fates": (Fate("云溪区教育局", 9, 4, 1, 2, 1, 1, 2),),
        "fate": Fate("合计", 9, 4, 1, 2, 1, 1, 2),
        "reopened": 1,
        "overdue_gone": 0,
        "overdue_review": 0,
        "late": ("云溪区教育局",),
    }
    return BulletinData(**values | changes)


def lines_of(data: BulletinData) -> list[str]:
    return docx_lines(to_docx(data, None))


def table_rows(data: BulletinData, number: int) -> list[list[str]]:
    table = Document(BytesIO(to_docx(data, None))).tables[number]
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_template_is_what_the_script_makes() -> None:
    made, kept = make_bulletin_template.build(), make_bulletin_template.TEMPLATE.read_bytes()
    assert docx_lines(made) == docx_lines(kept)


def test_it_tells_the_round() -> None:
    lines = lines_of(sample())
    for expected in (
        "云政办函〔2026〕  号",
        "2026年12月27日至2026年12月28日，我单位对1个网站、1个政务新媒体账号进行了检查。现将有关情况通报如下。",
        "未能核实的地址12个，占已知地址40100个的不到0.1%，既不算问题，也不算通过。",
        "云溪发布的检查没有全部完成，其数字只反映已检查的部分。",
        "登记在册、尚未检查的有：云溪区数据局网站。",
        "其中以前已复查通过、这次再次出现的1个，按重犯处理。",
        "没有发现问题的单位：云溪区司法局。",
        "五、上次检查所发现问题的整改情况",
        "六、下一步要求",
        "云溪区人民政府办公室",
        "2026年12月28日",
    ):
        assert expected in lines, expected
    text = "\n".join(lines)
    assert "共发现问题6个，已整改并复查通过1个，尚未销号5个（特别严重2个、一般3个）。" in text
    assert "上次检查发现问题9个，已复查通过4个，经复核撤回或认定误报1个，尚未办结4个。" in text
    assert "先比逾期的个数，相同的依次比" in text
    assert "云溪区教育局对逾期的2个问题要立即整改" in text
    assert "逾期的合计" not in text, "nothing differs"


def test_it_says_why_the_ledger_counts_more_overdue_than_the_round() -> None:
    text = "\n".join(lines_of(sample(overdue_gone=2, overdue_review=1, late=("云溪区教育局", "云溪区水利局"))))
    assert "超过期限未反馈（逾期）的2个" in text
    assert "另有以前下发、这次没有再见到，但尚未反馈或者复查的问题2个、需核实事项1个也已逾期" in text
    assert "截至2026年12月28日，逾期的合计5个。" in text
    assert "云溪区教育局、云溪区水利局对逾期的5个问题要立即整改" in text


def test_the_last_words_stay_with_the_signature() -> None:
    document = Document(BytesIO(to_docx(sample(), None)))
    names = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert names[names.index("署名") - 1] == "公文末段"
    assert document.styles["公文末段"].paragraph_format.keep_with_next


def test_the_tables_hold_the_numbers_and_equals_share_a_place() -> None:
    families = table_rows(sample(), 1)
    assert families[1] == ["链接可用性", "4", "1", "0", "0", "3", "0", "2", "0"]
    assert families[-1] == ["合计", "6", "1", "2", "0", "3", "0", "2", "2"]
    assert [row[0] for row in table_rows(sample(), 2)[1:]] == ["1", "2", "2", "—"]
    assert table_rows(sample(), 4)[1:] == [
        ["云溪区教育局", "9", "4", "1", "2", "1", "1", "2"],
        ["合计", "9", "4", "1", "2", "1", "1", "2"],
    ]


def test_a_page_with_personal_data_is_not_named_to_everybody() -> None:
    text = "\n".join(lines_of(sample()))
    assert LEAK.url not in text
    assert "拟录用人员" not in text
    assert "涉及个人信息，此处从略" in text
    assert broken_link(1).url in text, "other pages are named"


def test_file_names_in_messages_about_personal_data_go() -> None:
    leak = replace(LEAK, message="附件《救助名单.xlsx》和《名单二.xlsx》公开了身份证号，共3个。")
    case = build_bulletin(sample(typical=(Typical(leak, "门户", "卫健局", PageInfo()),))).cases[0]
    assert case.message == "附件《…》和《…》公开了身份证号，共3个。"


def test_a_round_without_problems_or_predecessor_says_so() -> None:
    empty = sample(
        families=(), departments=(), total=NOBODY, typical=(), fates=(), fate=None, reopened=0, uninspected=()
    )
    text = "\n".join(lines_of(empty))
    assert "本次检查没有发现可以确认的问题。" in text
    assert "没有可以比较的上次结果" in text
    assert "继续保持" in text
    assert "典型问题" not in text
    assert "四、下一步要求" in text


@pytest.mark.parametrize("text", ["a&b<c>", "{{ 7*7 }}", "</w:t>", "]]>&lt;", "{% for x in y %}"])
def test_hostile_text_stays_text(text: str) -> None:
    finding = replace(broken_link(1, EDUCATION), message=text, url=f"{BASE}/{text}")
    data = sample(
        covered=(replace(sample().covered[0], name=text),),
        typical=(Typical(finding, text, text, PageInfo(text, text)),),
    )
    lines = lines_of(data)
    assert text in lines
    assert any(line.startswith(f"网站：{text}；") for line in lines)


def test_an_office_may_bring_its_own_template(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("本办通报：{{ bulletin.title }}，共{{ bulletin.total.found }}个")
    document.save(str(tmp_path / "bulletin.docx"))
    assert docx_lines(to_docx(sample(), tmp_path)) == ["本办通报：关于政府网站检查情况的通报，共6个"]
    (tmp_path / "bulletin.docx").write_bytes(b"no docx")
    with pytest.raises(BadInputError, match=r"bulletin\.docx 有误"):
        to_docx(sample(), tmp_path)
