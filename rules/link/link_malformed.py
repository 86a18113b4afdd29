"""网址写错，点了打不开。

检查什么
页面和附件里写错的网址，不用访问就能判定的：协议写错（`http：//`、`http//`、`htp://`、`http://http://`）、没有主机名
（`http://`、`http:///`）、主机名里有空格或中文标点、端口不是数字、漏写 http:// 而写了端口（`www.yunxi.example:8080`）；
邮件链接（mailto:）里不是邮箱地址的、电话链接（tel:）里没有号码的。

为什么
这类链接任何人点都打不开，是编辑时粘贴、输入的差错，检查指标按错链计。

例子
坏：`<a href="http：//www.yunxi.example/">`，冒号是中文的。
好：`<a href=" http://www.yunxi.example/a b.html ">`，前后的空格、路径里的空格和汉字，浏览器会自己处理，能打开。

怎样整改
按提示改正网址；只写了 http:// 没有地址的，补上地址或去掉链接。

不检查什么
浏览器能自己纠正的写法（反斜杠、多余的斜杠、空格、没有转义的汉字）不算错，打不开的另列“链接无法打开”；脚本里还没有填上的占位
（`{{url}}`、`${url}`）不算；微信、QQ 等其他协议不检查。邮箱地址有意变形防抓取的、号码里夹有文字的，列为待核。

依据
国办秘函〔2019〕19号 扣分指标“链接可用性”；国办发〔2017〕47号 定期巡检链接、清除错链断链。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from records.evidence import SiteEvidence, Stray
from records.masking import keyed_hash, mask_address
from records.model import Certainty, Problem, RuleMeta, Scope, Severity
from records.urls import is_miswritten, normalise
from rules.context import Context
from rules.link.places import page_facts, place, severity_at, uses_in_order

META = RuleMeta(
    id="link-malformed",
    family="link",
    title="网址写错",
    scope=Scope.SITE,
    severity=Severity.MINOR,
    deadline_class="prompt",
    needs=("links",),
    basis=("check-2019-links", "guide-2017-links"),
    measure="改正写错的网址，或者去掉链接。",
)

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HOST_WITH_PORT = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}:\d{1,5}(?:[/?#]|\Z)", re.IGNORECASE)
_DOUBLED = re.compile(r"https?:[/\\]*\s*https?", re.IGNORECASE)
_BLANK = re.compile(r"\s")
# WHATWG URL, "forbidden domain code point"; other marks fail for certain only in the last label: no such top domain
# exists, while below a domain any name may be answered for
_FORBIDDEN = re.compile(r"[<>^|]")
_MARK = re.compile(r"[，、；：！？（）【】《》“”‘’￥…—\"'`,;!*()$&]")
_MAILBOX = re.compile(r"[^\s@<>()（）,;:\"，；：]+@(?:[\w-]+\.)+[\w-]{2,}", re.UNICODE)
_DISGUISED = re.compile(r"[#＃*★]|\bat\b|[(\[（]\s*at|＠", re.IGNORECASE)
_DIALLED = re.compile(r"[\d+\-.()\s*#,A-Za-z~]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a reference: a name for the kind, the certainty, and two half-sentences."""

    kind: str
    certainty: Certainty
    what: str
    advice: str


def check(evidence: SiteEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem for each wrong way of writing, however many pages carry it."""
    for stray in evidence.strays():
        fault = fault_of(stray.raw)
        if fault is not None and stray.uses:
            yield _problem(stray, fault, ctx)


def fault_of(raw: str) -> Fault | None:
    """What is wrong with a reference as written; None where nothing can be said without asking."""
    written = raw.strip()
    scheme = match[1].lower() if (match := _SCHEME.match(written)) else ""
    rest = written[len(scheme) + 1 :]
    if is_miswritten(written):
        return _scheme_fault(written)
    if scheme in _FAULTS:
        return _FAULTS[scheme](rest)
    if _HOST_WITH_PORT.match(written):
        return _certain("missing-scheme", "漏写了 http://，浏览器把主机名当成了协议", "在前面补上 http:// 或 https://")
    if rest.startswith("//") and _nearly(scheme):
        return _certain("misspelled-scheme", f"协议写成了“{scheme}”", "把协议改为 http:// 或 https://")
    return None


def _certain(kind: str, what: str, advice: str) -> Fault:
    return Fault(kind, Certainty.CONFIRMED, what, advice)


def _scheme_fault(written: str) -> Fault:
    if _DOUBLED.match(written):
        return _certain("doubled-scheme", "http:// 写了两遍", "只保留一个 http:// 或 https://")
    return _certain(
        "miswritten-scheme", "开头的 http:// 写错了（中文标点、漏写冒号或多了符号）", "把开头改为 http:// 或 https://"
    )


def _host_fault(rest: str) -> Fault | None:
    if normalise("https://a.example/", f"http:{rest}") is not None:
        return None
    host = re.split(r"[/\\?#]", rest.lstrip("/\\"), maxsplit=1)[0].rpartition("@")[2]
    if not host.strip():
        return _certain("no-host", "只有协议，没有写网址", "补上完整的网址；没有网址的，去掉链接")
    if _BLANK.search(host):
        return _certain("blank-in-host", "主机名里有空格", "去掉主机名里的空格")
    name, colon, port = host.partition(":")
    if _FORBIDDEN.search(name) or _MARK.search(name.rpartition(".")[2]):
        return _certain("mark-in-host", "主机名里有标点符号", "去掉或改正主机名里的标点符号")
    if colon and not host.startswith("[") and not (port.isdigit() and int(port) < 65536):
        return _certain("bad-port", "端口号不对", "核对网址中冒号后面的端口号")
    return Fault("odd-host", Certainty.REVIEW, "主机名看来不合规范", "请用浏览器打开核实，打不开的改正网址")


def _mail_fault(rest: str) -> Fault | None:
    names, query, _ = rest.partition("?")
    mailboxes = [unquote(part).strip() for part in re.split(r"[,;]", names) if part.strip()]
    if not mailboxes:
        return None if query else Fault("no-mailbox", Certainty.REVIEW, "邮件链接里没有邮箱地址", "请补上邮箱地址")
    wrong = next((box for box in mailboxes if not _MAILBOX.fullmatch(box)), None)
    if wrong is None:
        return None
    sure = "@" not in wrong and not _DISGUISED.search(wrong)
    certainty = Certainty.CONFIRMED if sure else Certainty.REVIEW
    return Fault("bad-mailbox", certainty, "邮件链接里写的不是邮箱地址", "请核对邮箱地址")


def _phone_fault(rest: str) -> Fault | None:
    number = unquote(re.split(r"[;?]", rest, maxsplit=1)[0]).strip()
    if not any(character.isdigit() for character in number):
        certainty = Certainty.CONFIRMED if number else Certainty.REVIEW
        return Fault("no-number", certainty, "电话链接里没有号码", "请补上电话号码，或去掉链接")
    if _DIALLED.fullmatch(number):
        return None
    return Fault(
        "odd-number", Certainty.REVIEW, "电话链接的号码里有不能拨的字符", "请在手机上点一下核实，拨不出的改为纯数字号码"
    )


_FAULTS = {"http": _host_fault, "https": _host_fault, "mailto": _mail_fault, "tel": _phone_fault}


def _nearly(scheme: str) -> bool:
    """Whether a scheme is ``http`` or ``https`` but for one slip of the fingers."""
    return any(_slips(scheme, right) for right in ("http", "https"))


def _slips(wrong: str, right: str) -> bool:
    at = next((i for i, (a, b) in enumerate(zip(wrong, right, strict=False)) if a != b), min(len(wrong), len(right)))
    rest, due = wrong[at:], right[at:]
    swapped = rest[:2] == due[1::-1] and rest[2:] == due[2:]
    return wrong != right and (rest[1:] == due or rest == due[1:] or rest[1:] == due[1:] or swapped)


def _problem(stray: Stray, fault: Fault, ctx: Context) -> Problem:
    uses = uses_in_order(stray.uses)
    shown = mask_address(stray.raw)[:200]
    return Problem(
        url=uses[0].page_url,
        message=f"错链：{place(uses, stray.use_count)}的网址写错，{fault.what}：{shown}",
        suggestion=f"请{fault.advice.removeprefix('请')}。",
        locus=uses[0].locus(shown),
        evidence={"fault": "错链", "mistake": fault.kind, "written": shown, **page_facts(uses, stray.use_count)},
        target=shown,
        discriminator=keyed_hash(ctx.hash_key, stray.raw),
        certainty=fault.certainty if any(use.certain for use in uses) else Certainty.REVIEW,
        severity=severity_at(uses, ctx, internal=True),
    )
