"""Plain sentences about how the gathering of a site ended, and what to do about it."""

from __future__ import annotations

from urllib.parse import urlsplit

from records.evidence import GatherResult
from records.model import Reason

_LIMITS = {
    "max_pages": "达到页数上限（--max-pages 或 office.toml 的 max_pages 可调大）",
    "max_minutes": "达到时间上限（--max-minutes 或 office.toml 的 max_minutes 可调大）",
    "max_depth": "达到层级上限（office.toml 的 max_depth 可调大）",
    "patrol": "只巡查首页和栏目",
    "links_only": "只检查链接",
}

_HOME = {
    Reason.DNS: "找不到域名 {host}。请核对网址；如网址无误，请检查本机的网络与 DNS 设置。",
    Reason.REFUSED: "{host} 拒绝连接。请核对网址与端口，并确认网站正在运行。",
    Reason.RESET: "与 {host} 的连接被中断。请稍后再试；如一直如此，请网站管理员查看防火墙是否拦截了本机。",
    Reason.TIMEOUT: "{host} 没有在限定时间内回应。请稍后再试，并确认本机能打开该网站。",
    Reason.TLS: "与 {host} 的安全连接（HTTPS）建立失败，证书可能过期、不匹配或不受信任。请网站管理员检查证书。",
    Reason.NOT_FOUND: "首页 {url} 不存在。请核对网址。",
    Reason.HTTP_ERROR: "首页 {url} 返回服务器错误。请稍后再试，或通知网站管理员。",
    Reason.BLOCKED: "{host} 拒绝本程序访问。请网站管理员把本机地址列入允许名单，再重新检查。",
    Reason.LOGIN_REQUIRED: "首页 {url} 要求登录。本程序只检查公开页面，请给出公开的首页地址。",
    Reason.RATE_LIMITED: "{host} 要求放慢访问。请用 --rate 调低速度，过些时候再试。",
    Reason.ROBOTS_DENIED: (
        "{host} 的 robots.txt 不允许抓取首页，或者打不开（服务器错误）。"
        "如该站由本单位主管，请在 office.toml 的 [[site]] 中写 owned = true。"
    ),
    Reason.TOO_LARGE: "首页 {url} 过大，不像是网页。请核对网址。",
    Reason.UNSUPPORTED_TYPE: "{url} 不是网页。请给出网站首页的地址。",
    Reason.PARSE_FAILED: "首页 {url} 读不出内容。请核对网址是否为网站首页。",
    Reason.SKIPPED_BUDGET: "首页 {url} 还没有来得及访问。请重新运行。",
}


def gather_ending(gather: GatherResult, last_words: str, problems: int) -> tuple[str, bool]:
    """One sentence on how a site's gathering ended, and whether the site counts as inspected."""
    site, counts = gather.site, gather.counts
    if gather.home_reason is not Reason.OK:
        host = urlsplit(gather.start_url).netloc
        what = _HOME[gather.home_reason].format(host=host, url=gather.start_url)
        return f"{site}：未能检查。{what}", False
    seen = f"已读 {counts.get('pages', 0)} 页、附件 {counts.get('attachments', 0)} 个，问题 {problems} 个"
    if gather.interrupted:
        return f"{site}：中途停止，{seen}；已有结果保留。{last_words}".rstrip(), False
    if not counts.get("pages"):
        return f"{site}：未能检查。{_HOME[Reason.UNSUPPORTED_TYPE].format(url=gather.start_url)}", False
    if counts.get("page_targets", 0) <= 1 and not counts.get("attachments"):
        return (
            f"{site}：首页上没有找到任何链接，无法继续检查。请确认这是门户首页；网页由脚本生成的，请加 --render。",
            False,
        )
    limits = "、".join(_LIMITS[limit] for limit in gather.limits)
    if "patrol" in gather.limits:
        seen = f"{seen}，请求 {counts.get('attempts', 0)} 次"
    return (f"{site}：{limits}，{seen}；其余未检查。" if limits else f"{site}：检查完毕，{seen}。"), True
