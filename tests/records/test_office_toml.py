import tomllib
from datetime import date
from pathlib import Path

import pytest

from records.errors import BadInputError
from records.register.keys import DEADLINE, HOLIDAYS, HOLIDAYS_FILE, LISTS, OFFICE, RULE, TOP
from records.register.model import Department, Register, RegisteredSite
from records.register.office_toml import Vocabulary, read_office

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "office"
OFFICE_LINES = '[office]\nname = "云溪区政务公开办"\n'
SITE_LINES = '[[site]]\nid = "portal"\nname = "门户"\nurl = "https://www.yunxi.example"\n'


def write(folder: Path, text: str) -> Path:
    (folder / "office.toml").write_text(text, encoding="utf-8")
    return folder


def complaint(folder: Path, text: str, vocabulary: Vocabulary | None = None) -> str:
    with pytest.raises(BadInputError) as caught:
        read_office(write(folder, text), vocabulary)
    return str(caught.value)


def names(keys: tuple) -> set[str]:
    return {key.name for key in keys}


def test_the_example_is_read() -> None:
    register = read_office(EXAMPLE)
    assert register.office.document_code == "云政办函"
    assert [site.id for site in register.sites] == ["portal"]
    assert register.columns[0].department == "jyj"
    assert register.accounts[0].settings == {"file": "云溪发布.csv"}
    assert register.deadlines["yearly"].working_days == 10
    assert register.holidays.years == {2027}
    assert date(2027, 5, 8) in register.holidays.work


def test_the_example_contains_every_key() -> None:
    example = tomllib.loads((EXAMPLE / "office.toml").read_text(encoding="utf-8"))
    holidays = tomllib.loads((EXAMPLE / "holidays.toml").read_text(encoding="utf-8"))
    assert set(example) == set(TOP)
    assert set(example["office"]) == names(OFFICE)
    for heading, keys in LISTS.items():
        assert set().union(*example[heading]) == names(keys), heading
    assert set(example["holidays"]) == {HOLIDAYS_FILE.name}
    assert set(holidays) == names(HOLIDAYS)
    assert set(example["rules"]["link-broken"]) == names(RULE)
    assert set(example["deadlines"]["yearly"]) == names(DEADLINE)
    assert example["deadlines"].keys() >= {"immediate", "urgent", "prompt", "normal", "long"}


def test_the_manual_explains_every_key() -> None:
    manual = (ROOT / "docs" / "register.md").read_text(encoding="utf-8")
    for keys in (OFFICE, *LISTS.values(), DEADLINE, HOLIDAYS, (HOLIDAYS_FILE,), RULE):
        for key in keys:
            assert f"| `{key.name}` | " in manual, key.name
            assert key.meaning in manual, key.name


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    register = read_office(write(tmp_path, OFFICE_LINES + SITE_LINES))
    assert register.office.signature == "云溪区政务公开办"
    assert {name: item.working_days for name, item in register.deadlines.items()} == {
        "immediate": 1, "urgent": 1, "prompt": 3, "normal": 7, "long": 15,
    }  # fmt: skip
    assert register.sites[0].url == "https://www.yunxi.example/"
    assert register.limits_for("portal") == register.limits_for("no-such-site")
    assert register.rules == {}


def test_every_error_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    text = """
[office]
nmae = "x"
rate = "2"
[[department]]
id = "jyj"
name = "云溪区教育局"
[[department]]
id = "jyj"
name = "云溪区民政局"
[[site]]
id = "a"
name = "甲"
url = "www.yunxi.example"
[[site]]
id = "b"
name = "乙"
url = "https://b.yunxi.example/"
code = "12345"
department = "jyy"
alowed_hosts = []
[[column]]
site = "b"
url = "https://other.example/x/"
name = "栏目"
limit_days = 0
[[column]]
site = "a"
url = "https://www.yunxi.example/x/"
name = "栏目"
[[column]]
site = "c"
url = "https://www.yunxi.example/y/"
name = "栏目"
[deadlines]
nromal = 5
[holidays]
off = [2027-01-01]
work = [2027-01-01]
[rules."link-broken"]
off = true
"""
    told = complaint(tmp_path, text)
    lines = told.splitlines()
    assert lines[0].startswith("office.toml 有 14 处需要改正")
    expected = [
        ("[office] → nmae", "您是否想写“name”"),
        ("[office] → name", "缺少这一项"),
        ("[office] → rate", "应为数字"),
        ("[[department]] 第2个 → id", "与第1个重复"),
        ("[[site]] 第1个 → url", "须以 http:// 或 https:// 开头"),
        ("[[site]] 第2个 → code", "10 位数字"),
        ("[[site]] 第2个 → department", "您是否想写“jyj”"),
        ("[[site]] 第2个 → alowed_hosts", "您是否想写“allowed_hosts”"),
        ("[[column]] 第1个 → url", "allowed_hosts"),
        ("[[column]] 第1个 → limit_days", "应在 1 到 3660 之间"),
        ("[[column]] 第3个 → site", "没有“c”这个名字"),
        ("[deadlines] → nromal", "您是否想写“normal”"),
        ("[holidays] → work", "2027-01-01 同时写在"),
        ('[rules."link-broken"] → reason', "停用规则要写明原因"),
    ]
    for place, what in expected:
        assert any(f"office.toml：{place}：" in line and what in line for line in lines), (place, told)
    assert "第2个 → site" not in told  # site a is written, its own fault is told once


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [
        ("url", '"ftp://yunxi.example/"', "须以 http:// 或 https:// 开头"),
        ("url", '"https://"', "主机名不对"),
        ("url", '"https://user:secret@yunxi.example/"', "不能带用户名或密码"),
        ("url", '"https://yunxi.example/a b"', "空格"),
        ("url", '"https://yunxi.example:99999/"', "不是有效的网址"),
        ("code", "1234567890", "英文引号"),
        ("code", '"bm1234567"', "bm 加 8 位数字"),
        ("owned", '"yes"', "true（是）或 false（否）"),
        ("max_pages", "1.5", "应为整数"),
        ("rate", "nan", "超出范围"),
        ("rate", "true", "应为数字"),
        ("allowed_hosts", '"a.example"', "方括号"),
        ("allowed_hosts", '["https://a.example/"]', "不是主机名"),
        ("id", '"a/b"', "不能用作编号"),
        ("name", '" "', "不能空着"),
    ],
)
def test_a_wrong_value_is_told_with_what_is_allowed(tmp_path: Path, key: str, value: str, what: str) -> None:
    kept = [line for line in SITE_LINES.splitlines() if not line.startswith(f"{key} =")]
    told = complaint(tmp_path, OFFICE_LINES + "\n".join([*kept, f"{key} = {value}"]))
    assert told.startswith("office.toml 有 1 处")
    assert f"[[site]] 第1个 → {key}：" in told
    assert what in told
    assert "secret" not in told


@pytest.mark.parametrize("code", ["0000000001", "bm00000001", "BM00000001"])
def test_site_codes_of_both_forms_are_taken(tmp_path: Path, code: str) -> None:
    register = read_office(write(tmp_path, OFFICE_LINES + SITE_LINES + f'code = "{code}"\n'))
    assert register.sites[0].code == code.lower()


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("[office]\nname = “云溪”\n", "第 2 行第 8 列", "中文标点 “ ”"),
        ('[office]\n名称 = "云溪"\n', "第 2 行第 1 列", "既不是"),
        ('[office]\nname = "云溪\n', "第 2 行", "引号"),
        ('[office\nname = "云溪"\n', "第 1 行第 8 列", "方括号"),
        ('[office]\nname = "a"\nname = "b"\n', "第 3 行", "写了两次"),
        ("[office]\nname = 云溪\n", "第 2 行第 8 列", "英文引号"),
        ("a = [1\n", "文件末尾", "方括号"),
        ('[office]\naddress = "C:\\x"\n', "第 2 行", "反斜杠"),
    ],
)
def test_broken_toml_is_told_with_line_and_column(tmp_path: Path, text: str, place: str, what: str) -> None:
    told = complaint(tmp_path, text)
    assert told.startswith(f"office.toml：{place}")
    assert what in told


def test_a_byte_order_mark_is_no_fault_and_another_encoding_is_told(tmp_path: Path) -> None:
    text = OFFICE_LINES + SITE_LINES
    (tmp_path / "office.toml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_office(tmp_path).office.name == "云溪区政务公开办"
    (tmp_path / "office.toml").write_bytes(text.encode("gb18030"))
    with pytest.raises(BadInputError, match=r"第 2 行.*UTF-8"):
        read_office(tmp_path)


def test_a_missing_file_says_where_to_begin(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="examples/office"):
        read_office(tmp_path)


def test_faults_of_the_holidays_file_are_told_under_its_name(tmp_path: Path) -> None:
    text = OFFICE_LINES + '[holidays]\nfile = "days.toml"\noff = []\n'
    assert "找不到文件" in complaint(tmp_path, text)
    (tmp_path / "days.toml").write_text('of = []\nyears = ["2027"]\n', encoding="utf-8")
    told = complaint(tmp_path, text)
    assert "office.toml：[holidays] → off：" in told
    assert "days.toml：节假日 → of：没有“of”这个名字。您是否想写“off”" in told
    assert "days.toml：节假日 → years：" in told
    assert "只写文件名" in complaint(tmp_path, OFFICE_LINES + '[holidays]\nfile = "../days.toml"\n')


def test_one_pair_of_brackets_or_two(tmp_path: Path) -> None:
    assert "[[site]]" in complaint(tmp_path, OFFICE_LINES + '[site]\nid = "a"\n')
    assert "以 [office] 开头" in complaint(tmp_path, '[[office]]\nname = "a"\n')


def test_names_from_elsewhere_are_checked_where_they_are_known(tmp_path: Path) -> None:
    text = (
        OFFICE_LINES
        + SITE_LINES
        + '[[column]]\nsite = "portal"\nurl = "https://www.yunxi.example/a/"\nname = "甲"\nkind = "通知公搞"\n'
        + '[[account]]\nid = "w"\nname = "云溪发布"\nplatform = "微信"\nadapter = "tabel"\n'
        + '[rules."link-broke"]\nmax = 1\n[rules."word-wrong"]\nlimt = 1\n'
    )
    assert read_office(write(tmp_path, text)).rules["word-wrong"].options == {"limt": 1}
    vocabulary = Vocabulary(
        rules={"link-broken": (), "word-wrong": ("limit",)}, column_kinds=("通知公告",), adapters=("table",)
    )
    told = complaint(tmp_path, text, vocabulary)
    for suggestion in ("通知公告", "table", "link-broken", "limit"):
        assert f"您是否想写“{suggestion}”" in told


def test_imported_sites_and_departments_may_be_referred_to(tmp_path: Path) -> None:
    text = OFFICE_LINES + (
        '[[column]]\nsite = "far"\nurl = "https://far.yunxi.example/a/"\nname = "甲"\ndepartment = "mzj"\n'
    )
    imported = Register(
        departments=(Department("mzj", "云溪区民政局"),),
        sites=(RegisteredSite("far", "远站", "https://far.yunxi.example/"),),
    )
    assert "没有“far”" in complaint(tmp_path, text)
    assert read_office(tmp_path, imported=imported).columns[0].site == "far"


def test_nothing_to_inspect_says_what_to_do(tmp_path: Path) -> None:
    register = read_office(write(tmp_path, OFFICE_LINES))
    with pytest.raises(BadInputError, match=r"\[\[site\]\].*wangcha register import"):
        register.sites_to_inspect()
