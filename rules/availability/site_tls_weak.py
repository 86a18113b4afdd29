"""网站的加密连接（HTTPS）配置有缺陷，页面还能读到。

检查什么
本网站 HTTPS 的证书链和加密协议：缺少中间证书或签发机构不受信任；只支持已淘汰的协议、算法（TLS 1.1 及以下、过短的
密钥）。隔一段时间两次都这样才算。页面照常读取、照常检查，这只是单独的一个问题。

为什么
有的浏览器能自动补齐中间证书，有的（多为手机、政务内网电脑）直接报“不安全”打不开；淘汰的协议，新版浏览器已不再支持。

例子
坏：服务器只装了网站证书，没有装中间证书，部分手机打不开。
好：证书链完整，支持 TLS 1.2 以上。

怎样整改
把证书颁发机构给的中间证书一起装到服务器上；停用旧协议，启用 TLS 1.2、1.3。

不检查什么
证书过期、域名不匹配的，公众直接打不开，见 site-unreachable 和 link-broken；链接到的其他网站的配置不归本单位，不列。
签发机构在本机不受信任的，可能是本机缺少根证书，列为待核。

依据
国办秘函〔2019〕19号 单项否决指标“站点无法访问”。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from records.evidence import SiteEvidence
from records.landing import TlsFault
from records.model import Certainty, Locus, Problem, RuleMeta, Scope, Severity
from records.urls import same_site
from rules.context import Context

META = RuleMeta(
    id="site-tls-weak",
    family="availability",
    title="加密连接配置有缺陷",
    scope=Scope.SITE,
    severity=Severity.SERIOUS,
    deadline_class="normal",
    basis=("check-2019-v2",),
    measure="补齐证书链，停用已淘汰的加密协议和算法。",
)

_FAULTS = {
    "incomplete": "证书链不完整（缺少中间证书）或签发机构不受信任",
    "untrusted": "证书的签发机构不受信任",
    "weak": "只支持已淘汰的加密协议或算法",
}


def check(evidence: SiteEvidence, options: Mapping[str, Any], ctx: Context) -> Iterator[Problem]:
    """One problem a host of the site, where the same fault was met at two times."""
    for host, met in groupby(evidence.tls_faults(), key=lambda fault: fault.host):
        origin = f"https://{host}/"
        faults = list(met)
        last = faults[-1]
        same = [fault for fault in faults if fault.fault == last.fault]
        if same_site(origin, evidence.start_url) and len({fault.at for fault in same}) >= 2:
            yield _problem(origin, same)


def _problem(origin: str, faults: list[TlsFault]) -> Problem:
    last = faults[-1]
    certain = last.fault == "weak"
    doubt = "" if certain else "请用手机浏览器打开首页核对是否提示“不安全”。"
    return Problem(
        url=origin,
        message=f"加密连接配置有缺陷：{_FAULTS[last.fault]}；页面仍能读到，但部分浏览器会提示不安全或打不开。",
        suggestion=doubt + "请网站技术人员补齐中间证书、停用旧协议，再用在线检测工具复核。",
        locus=Locus(target=origin),
        evidence={
            "fault": _FAULTS[last.fault],
            "met": [fault.at for fault in faults][:10],
        },
        target=origin,
        discriminator=last.fault,
        certainty=Certainty.CONFIRMED if certain else Certainty.REVIEW,
    )
