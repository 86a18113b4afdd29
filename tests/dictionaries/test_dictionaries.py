"""The data files load, the office's own are joined, and faults are told with their place."""

from __future__ import annotations

from pathlib import Path

import pytest

import dictionaries
from records.errors import BadInputError

BUILT_IN = dictionaries.load()


def _write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "dictionaries" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return folder


def test_built_in_words_have_depth_and_make_sense() -> None:
    assert len(BUILT_IN.words_of("misspelled")) >= 300
    assert len(BUILT_IN.words_of("severe")) >= 40
    wrong = {word.word for word in BUILT_IN.words}
    for word in BUILT_IN.words_of("misspelled") + BUILT_IN.words_of("severe"):
        assert word.suggestion not in wrong, f"{word.word} is corrected into another wrong word"
        assert word.word != word.suggestion
        assert word.source


def test_every_kind_names_a_clause_there_is() -> None:
    for kind in BUILT_IN.column_kinds.values():
        assert (kind.limit_days is None) == (kind.clause == "")
        assert not kind.clause or kind.clause in BUILT_IN.clauses


def test_files_open_in_excel() -> None:
    folder = Path(dictionaries.__file__).parent
    for path in [*folder.glob("words/*.csv"), folder / "regions.csv"]:
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), path.name


@pytest.mark.parametrize(
    ("name", "breadcrumb", "kind"),
    [
        ("部门动态", (), "动态要闻"),
        ("云溪要闻", (), "动态要闻"),
        ("公示 公告", (), "通知公告"),
        ("县政府文件", (), "政策文件"),
        ("政策解读", ("首页", "政策文件"), "政策解读"),
        ("图解", ("首页", "政策解读"), "政策解读"),
        ("政府信息公开年报", (), "政府信息公开年报"),
        ("副县长", (), "领导简介"),
        ("2018年通知公告", (), None),
        ("历史政策文件", (), None),
        ("图解", ("首页", "往期政策解读"), None),
        ("柘溪名人", (), None),
        ("水利局", ("首页", "通知公告"), None),
        ("", (), None),
    ],
)
def test_column_kind(name: str, breadcrumb: tuple[str, ...], kind: str | None) -> None:
    found = BUILT_IN.column_kind(name, breadcrumb)
    assert (found.id if found else None) == kind


def test_inherited_kind_is_never_certain() -> None:
    found = BUILT_IN.column_kind("教育", ("首页", "政策文件"))
    assert found is not None
    assert BUILT_IN.column_kinds["政策文件"].machine_certain
    assert not found.machine_certain


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("财政预决算公开", "财政预决算"),
        ("人事任免", "人事信息"),
        ("规划计划", "规划计划"),
        ("统计公报", "统计数据"),
        ("重点项目建设", "重大建设项目"),
        ("意见征集", "征集调查"),
        ("在线访谈", "在线访谈"),
        ("县长信箱", "政务咨询"),
        ("我要咨询", "政务咨询"),
        ("办事指南", "办事指南"),
        ("机构设置", "机构职能"),
        ("领导之窗", "领导简介"),
        ("政协委员提案办理", "建议提案"),
        ("政府采购公告", "公共资源交易"),
        ("行政处罚决定公示", "行政执法公示"),
        ("政府常务会议", "会议公开"),
        ("权责清单", "权责清单"),
        ("云溪概况", "概况信息"),
        ("政府网站工作年度报表", "政府信息公开年报"),
    ],
)
def test_kinds_of_the_field(name: str, kind: str) -> None:
    found, source = BUILT_IN.recognise(name)
    assert (found.id if found else None, source) == (kind, "名称")


REPORTS = tuple(
    f"云溪区{name}2025年政府信息公开工作年度报告" for name in ("教育局", "民政局", "财政局", "卫健局", "住建局")
)


@pytest.mark.parametrize(
    ("facts", "kind", "source"),
    [
        (("云溪快讯", (), "工作动态", ()), "动态要闻", "页面标签"),
        (("教育", ("政策文件",), "工作动态", ()), "政策文件", "上级栏目"),
        (("各单位报告", (), "", REPORTS), "政府信息公开年报", "条目"),
        (("各单位报告", (), "", REPORTS[:4]), None, ""),
        (("各单位报告", (), "", (*REPORTS, "关于停水的公告", "区里开会", "秋收工作全面完成")), None, ""),
        (("往期报告", (), "工作动态", REPORTS), None, ""),
        (("快讯", (), "信息公开目录", ()), None, ""),
    ],
)
def test_guessed_kinds_are_never_certain(facts: tuple, kind: str | None, source: str) -> None:
    found, known_by = BUILT_IN.recognise(*facts)
    assert (found.id if found else None, known_by) == (kind, source)
    assert found is None or not found.machine_certain


def test_office_adds_and_replaces(tmp_path: Path) -> None:
    _write(
        tmp_path,
        "column-kinds.toml",
        '["动态要闻"]\nnames = ["快讯"]\nlimit_days = 7\n["河长制"]\nnames = ["河长制"]\n',
    )
    _write(tmp_path, "privacy.toml", 'lists = ["移民安置"]\n')
    _write(tmp_path, "clauses.toml", '[city]\ndocument = "a"\nnumber = "b"\ntext = "c"\ncertainty = "weak"\n')
    joined = dictionaries.load(tmp_path)
    assert joined.column_kinds["动态要闻"].limit_days == 7
    assert joined.column_kind("河长制") is not None
    assert joined.column_kind("部门动态") is None
    assert "移民安置" in joined.privacy.lists
    assert "花名册" in joined.privacy.lists
    assert not joined.clauses["city"].quotable


def test_excel_gbk_table_is_read(tmp_path: Path) -> None:
    _write(tmp_path, "words/own.csv", "错误写法,类别,正确写法\n云夕区,misspelled,云溪区\n", "gb18030")
    assert "云夕区" in {word.word for word in dictionaries.load(tmp_path).words}


def test_an_office_without_dictionaries(tmp_path: Path) -> None:
    assert len(dictionaries.load(tmp_path).words) == len(BUILT_IN.words)


HEAD = "word,category,severity,suggestion,exceptions,valid_from,valid_until\n"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("words/a.csv", "word,kind\n", ["第 1 行", "“kind”不认识", "category"]),
        ("words/a.csv", "word\n", ["缺少“category"]),
        ("words/a.csv", HEAD + "布署,typo,,部署\n", ["第 2 行", "category", "typo", "misspelled"]),
        ("words/a.csv", HEAD + "布署,misspelled,bad,部署\n", ["severity", "critical"]),
        ("words/a.csv", HEAD + "布署,misspelled,,\n", ["suggestion", "没有填写"]),
        ("words/a.csv", HEAD + "布,misspelled,,部\n", ["只有一个字"]),
        ("words/a.csv", HEAD + "布署,misspelled,,部署,公布\n", ["exceptions", "“公布”不含“布署”"]),
        ("words/a.csv", HEAD + "布署,misspelled,,部署,,2026-13-01\n", ["valid_from", "2026-13-01"]),
        ("words/a.csv", HEAD + "布署,misspelled,,部署,,2026-02-01,2026-01-01\n", ["valid_until", "早于"]),
        ("words/a.csv", HEAD + "布署,misspelled,,部署,,,,,\n", ["第 2 行", "9 列"]),
        ("words/a.csv", HEAD + '布署,"misspelled\n', ["CSV"]),
        ("regions.csv", "code,name\n1x,某省\n", ["code", "1x"]),
        ("column-kinds.toml", "x = [\n", ["TOML"]),
        ("column-kinds.toml", '["动态"]\ndays = 3\n', ["动态", "days", "limit_days"]),
        ("column-kinds.toml", '["动态"]\nlimit_days = "3"\n', ["limit_days", "整数"]),
        ("column-kinds.toml", '["动态"]\nlimit_days = 0\n', ["limit_days"]),
        ("column-kinds.toml", "动态 = 3\n", ["TOML"]),
        ("clauses.toml", '[a]\ndocument = "x"\n', ["缺少“number”"]),
        ("clauses.toml", '[a]\ndocument="x"\nnumber=""\ntext=""\ncertainty="sure"\n', ["certainty"]),
        ("clauses.toml", "a = 1\n", ["应写成一节"]),
        ("privacy.toml", "lists = [1]\n", ["lists", "列表"]),
        ("policy.toml", "other = []\n", ["other"]),
        ("official-words.txt", "# 本区\n云溪 水域a\n", ["第 2 行", "水域a", "空格"]),
        ("official-words.txt", "溪\n", ["第 1 行", "“溪”"]),
    ],
)
def test_faults_are_told_with_their_place(tmp_path: Path, name: str, text: str, told: list[str]) -> None:
    _write(tmp_path, name, text)
    with pytest.raises(BadInputError) as error:
        dictionaries.load(tmp_path)
    for piece in (Path(name).name, *told):
        assert piece in str(error.value)


@pytest.mark.parametrize(
    ("name", "above", "days"),
    [
        ("河长制", (), 366),
        ("工会工作", ("部门频道",), 366),
        ("2023年", ("工会工作",), None),
        ("安全生产专题", (), None),
        ("学校名录", (), None),
        ("大气治理", ("专题专栏",), None),
        ("", (), None),
    ],
)
def test_what_is_due_in_columns_of_no_kind(name, above, days):
    assert BUILT_IN.general_limit(name, above) == days


def test_an_office_sets_or_drops_the_general_limit(tmp_path):
    file = tmp_path / "dictionaries" / "column-kinds.toml"
    file.parent.mkdir()
    for written, days in (("0", None), ("183", 183)):
        file.write_text(f'general_limit_days = {written}\nnot_due_names = ["河长"]\n', encoding="utf-8")
        words = dictionaries.load(tmp_path)
        assert (words.general_limit("工会工作"), words.general_limit("河长制")) == (days, None)
    file.write_text("general_limit_days = -1\n", encoding="utf-8")
    with pytest.raises(BadInputError, match="general_limit_days"):
        dictionaries.load(tmp_path)


def test_an_office_adds_words_to_a_kind_and_to_the_signs_of_tests(tmp_path):
    folder = tmp_path / "dictionaries"
    folder.mkdir()
    (folder / "column-kinds.toml").write_text(
        '["人事信息"]\nextends = true\nlimit_days = 183\nmarks = ["聘期考核"]\n'
        '["新类型"]\nextends = true\nnames = ["新类型"]\n',
        encoding="utf-8",
    )
    (folder / "content.toml").write_text('test_words = ["占个位置"]\n', encoding="utf-8")
    words = dictionaries.load(tmp_path)
    kind, before = words.column_kinds["人事信息"], BUILT_IN.column_kinds["人事信息"]
    assert kind.marks == (*before.marks, "聘期考核")
    assert (kind.names, kind.limit_days, kind.clause) == (before.names, 183, before.clause)
    assert words.column_kinds["新类型"].names == ("新类型",)
    assert words.content.test_words == (*BUILT_IN.content.test_words, "占个位置")
