"""Every key of ``office.toml`` as data: kind, limits and meaning; what the reader follows and the manual tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a value must be."""

    TEXT = "text"
    ID = "id"
    URL = "url"
    CODE = "code"
    EMAIL = "email"
    NUMBER = "number"
    INTEGER = "integer"
    FLAG = "flag"
    HOSTS = "hosts"
    DATES = "dates"
    YEARS = "years"
    SETTINGS = "settings"
    NUMBER_PATTERN = "number_pattern"
    CHOICE = "choice"
    CLOCK = "clock"
    IDS = "ids"
    SPANS = "spans"


@dataclass(frozen=True, slots=True)
class Key:
    """One key. ``meaning`` is for people (Chinese); ``low`` and ``high`` bound numbers, both included,
    ``choices`` are what a choice may be."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    low: float = 0
    high: float = 0
    choices: tuple[str, ...] = ()


_DEPARTMENT = Key("department", Kind.ID, "责任单位的编号（[[department]] 的 id）")
_RATE = Key("rate", Kind.NUMBER, "对每台主机每秒最多请求几次", low=0.01, high=50)
_MAX_PAGES = Key("max_pages", Kind.INTEGER, "一个网站最多读多少个网页", low=1, high=10_000_000)
_MAX_MINUTES = Key("max_minutes", Kind.NUMBER, "一个网站最多巡检多少分钟", low=0.1, high=100_000)
_MAX_DEPTH = Key("max_depth", Kind.INTEGER, "从首页起最多跟进多少层链接", low=1, high=1000)
_LIMIT_DAYS = Key("limit_days", Kind.INTEGER, "更新期限（天）", low=1, high=3660)
_RENDER = Key("render", Kind.FLAG, "网页由脚本生成的写 true，先用 Chromium 渲染再读")
_CONTACT = (
    Key("contact", Kind.TEXT, "联系人（写岗位即可）"),
    Key("phone", Kind.TEXT, "联系电话"),
    Key("email", Kind.EMAIL, "电子邮箱"),
)

OFFICE = (
    Key("name", Kind.TEXT, "本单位名称，用于文书抬头", required=True),
    Key("signature", Kind.TEXT, "文书落款，不写则用 name"),
    Key("document_code", Kind.TEXT, "发文机关代字，如“云政办函”"),
    Key("number_pattern", Kind.NUMBER_PATTERN, "发文字号的格式，不写则为 {code}〔{year}〕{serial}号"),
    *_CONTACT,
    Key("address", Kind.TEXT, "通信地址"),
    _RATE,
    _MAX_PAGES,
    _MAX_MINUTES,
    _MAX_DEPTH,
    Key("second_look_seconds", Kind.NUMBER, "打不开的地址至少隔多少秒再看第二次", low=0, high=86_400),
)
DEPARTMENT = (
    Key("id", Kind.ID, "单位编号，自定，不能重复", required=True),
    Key("name", Kind.TEXT, "单位全称", required=True),
    Key("short", Kind.TEXT, "单位简称"),
    *_CONTACT,
)
SITE = (
    Key("id", Kind.ID, "网站编号，自定，不能重复；登记后不要再改", required=True),
    Key("name", Kind.TEXT, "网站名称", required=True),
    Key("url", Kind.URL, "首页网址", required=True),
    Key("code", Kind.CODE, "网站标识码"),
    _DEPARTMENT,
    Key("lead", Kind.ID, "牵头单位的编号（[[department]] 的 id）"),
    Key("owned", Kind.FLAG, "是否由本单位负责；true 时不查 robots.txt"),
    Key("portal", Kind.FLAG, "是否政府门户网站；不写为 true，部门网站写 false（只查单项否决指标）"),
    Key("has_service", Kind.FLAG, "是否有对外服务职能；不写为 true，写 false 则评分不计办事服务"),
    _RATE,
    _MAX_PAGES,
    _MAX_MINUTES,
    _MAX_DEPTH,
    Key("allowed_hosts", Kind.HOSTS, "同属这个网站的其他主机名"),
    _RENDER,
)
COLUMN = (
    Key("site", Kind.ID, "所属网站的编号（[[site]] 的 id）", required=True),
    Key("url", Kind.URL, "栏目网址", required=True),
    Key("name", Kind.TEXT, "栏目名称", required=True),
    Key("kind", Kind.ID, "栏目类型"),
    _LIMIT_DAYS,
    _DEPARTMENT,
    Key("exempt", Kind.TEXT, "不要求更新的原因；写了就不检查更新"),
    _RENDER,
)
ACCOUNT = (
    Key("id", Kind.ID, "账号编号，自定，不能重复", required=True),
    Key("name", Kind.TEXT, "账号名称", required=True),
    Key("platform", Kind.TEXT, "所在平台", required=True),
    _DEPARTMENT,
    Key("adapter", Kind.ID, "取数方式"),
    Key("settings", Kind.SETTINGS, "取数方式的设置"),
    _LIMIT_DAYS,
)
PLAN = (
    Key("id", Kind.ID, "计划编号，自定，不能重复", required=True),
    Key(
        "what",
        Kind.CHOICE,
        "做什么：probe 探测首页能否打开，patrol 只巡查首页和栏目，inspect 完整巡检，recheck 复查尚未办结的问题",
        required=True,
        choices=("probe", "patrol", "inspect", "recheck"),
    ),
    Key(
        "every",
        Kind.CHOICE,
        "多久一次：hour 每小时，day 每天，workday 每个工作日，week 每周，month 每月",
        required=True,
        choices=("hour", "day", "workday", "week", "month"),
    ),
    Key("at", Kind.CLOCK, "几点开始（北京时间，24 小时制）；每小时的只看几分", required=True),
    Key("weekday", Kind.INTEGER, "每周的星期几，1 是星期一，7 是星期日；不写为 1", low=1, high=7),
    Key("day", Kind.INTEGER, "每月的几号；不写为 1，当月没有这一天的取月末", low=1, high=31),
    Key("sites", Kind.IDS, "只对这些网站（编号）；不写为全部网站"),
    Key("quiet", Kind.SPANS, "静默时段，这些时间里不开始，推迟到时段结束"),
)
DEADLINE = (
    Key("title", Kind.TEXT, "期限档的名称", required=True),
    Key("working_days", Kind.INTEGER, "工作日数", required=True, low=1, high=250),
)
HOLIDAYS = (
    Key("years", Kind.YEARS, "放假安排已全部录入的年份"),
    Key("off", Kind.DATES, "放假的日子"),
    Key("work", Kind.DATES, "调休上班的日子"),
)
HOLIDAYS_FILE = Key("file", Kind.TEXT, "节假日文件的名字，与 office.toml 同一目录")
RULE = (
    Key("off", Kind.FLAG, "true：本单位不用这条规则"),
    Key("reason", Kind.TEXT, "不用的原因"),
)

LISTS: Mapping[str, tuple[Key, ...]] = {
    "department": DEPARTMENT,
    "site": SITE,
    "column": COLUMN,
    "account": ACCOUNT,
    "plan": PLAN,
}
"""Tables that are written with two pairs of brackets, once for each entry."""

TOP = ("office", *LISTS, "deadlines", "holidays", "rules")
