"""公开网页上有指向内部网络或本机文件的链接。

检查什么
页面和附件里指向内部网络地址（10.、172.16—31.、192.168. 开头的和其他不在公网上的 IP 地址、localhost）的链接、图片、
表单，以及指向个人电脑上文件（`file:` 或盘符开头）的链接和图片。不用访问就能判定：公众不在这个网络里，也没有这台电脑上
的文件。

为什么
公众打不开，还暴露了内部网络的地址、目录和用户名，多是从办公系统或 Word 里直接复制造成的。

例子
坏：附件链接是 `http://192.168.10.5:8080/upload/表.doc`；正文图片是 `file:///C:/Users/…/clip_image001.png`。
好：教程正文里写“在浏览器中输入 192.168.1.1”，没有做成链接。

怎样整改
把文件上传到网站，改用网站上的地址；正文图片重新上传。

不检查什么
本身就设在内部网络里的网站，不查指向内部网络的链接。只看地址本身：用域名写的内网地址看不出来。像路由器管理页的（网段的第一个
地址、没有路径）、调用本机控件的脚本，列为待核。

依据
国办秘函〔2019〕19号 扣分指标“链接可用性”；国办发〔2017〕47号 定期巡检链接、清除错链断链。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from records.evidence import LinkUse, SiteEvidence, Stray, Target
from records.masking import keyed_hash, mask_address
from records.model import Certainty, Problem, RuleMeta, Scope, Severity
from records.urls import host_of, is_private, name_of, normalise
from rules.context import Context
from rules.link.places import page_facts, place, severity_at, uses_in_order

META = RuleMeta(
    id="link-inner-network",
    family="link",
    title="链接指向内部网络或本机文件",
    scope=Scope.SITE,
    severity=Severity.MINOR,
    deadline_class="prompt",
    needs=("links",),
    basis=("check-2019-links", "guide-2017-links"),
    measure="把文件和图片上传到网站，链接改用公开的地址。",
)

_LOCAL_FILE = re.compile(r"file:|[a-z][:|][\\/]", re.IGNORECASE)
_ROUTER = re.compile(r"https?://(?:192\.168|10\.\d{1,3}|172\.\d{1,3})\.\d{1,3}\.(?:1|254)/?\Z")
_OWN_MACHINE = re.compile(r"localhost\Z|127\.|\[?::1")
_CONTROLS = frozenset(("script", "iframe", "object", "embed"))


def check(evidence: SiteEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem an address, however many pages carry it."""
    inner_site = is_private(host_of(evidence.start_url))
    for stray in evidence.strays():
        written = stray.raw.strip()
        if not stray.uses:
            continue
        if _LOCAL_FILE.match(written):
            yield _problem(written, stray, "指向个人电脑上的文件", Certainty.CONFIRMED, ctx)
        elif not inner_site and any(use.tag == "form-post" for use in stray.uses):
            posted = normalise("https://a.example/", written)
            if posted and is_private(host_of(posted)):
                certainty = _certainty(posted, stray.uses)
                yield _problem(written, stray, "提交到内部网络地址", certainty, ctx)
    if inner_site:
        return
    for target in evidence.inner_targets():
        if target.uses:
            certainty = _certainty(target.url, target.uses)
            yield _problem(target.url, target, "指向内部网络地址", certainty, ctx)


def _certainty(url: str, uses: Sequence[LinkUse]) -> Certainty:
    router = _ROUTER.match(url) is not None
    control = _OWN_MACHINE.match(name_of(host_of(url))) is not None and all(use.tag in _CONTROLS for use in uses)
    return Certainty.CONFIRMED if not router and not control and any(use.certain for use in uses) else Certainty.REVIEW


def _problem(written: str, found: Target | Stray, what: str, certainty: Certainty, ctx: Context) -> Problem:
    uses, count = uses_in_order(found.uses), found.use_count
    thing = "表单" if uses[0].tag.startswith("form") else "链接"
    shown = mask_address(written)[:200]
    sure = certainty is Certainty.CONFIRMED
    return Problem(
        url=uses[0].page_url,
        message=f"错链：{place(uses, count, thing)}{what}，公众打不开：{shown}",
        suggestion="请把文件或图片上传到网站，改用公开的地址。"
        if sure
        else "请核实：是说明文字里的示例或本机控件的，可以保留；否则改用公开的地址。",
        locus=uses[0].locus(shown),
        evidence={"fault": "错链", "written": shown, **page_facts(uses, count)},
        target=shown,
        discriminator=keyed_hash(ctx.hash_key, written),
        certainty=certainty,
        severity=severity_at(uses, ctx, internal=True),
    )
