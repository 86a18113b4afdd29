"""Feeds: RSS, Atom and JSON Feed, as RSSHub, wewe-rss and we-mp-rss deliver WeChat, Weibo, Douyin and others.

What comes is brought to well-formed UTF-8 XML first (lxml, without entities and DTD), so that feedparser always works
with its strict parser: neither entity bombs nor broken markup reach it.
"""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from html.entities import html5
from typing import Any

from lxml import etree

from crawler.accounts.posts import MAX_BYTES, MAX_CONTENT, MAX_TITLE, FoundPost, PostsReading
from crawler.accounts.text import plain_line
from crawler.reading.dates import read_date
from crawler.reading.encoding import decode

log = logging.getLogger(__name__)

TITLE = "订阅源（RSS、Atom、JSON Feed）"
SETTINGS: Mapping[str, str] = {}

MAX_POSTS = 5000
_HEAD = 1000
_BOM = "\ufeff"
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_\-]{2,20})["']""")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ITEM = re.compile(r"<(?:item|entry)[\s/>]")
_CLOSED = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_PREFIXES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_TOOLS = (
    ("rsshub", "RSSHub"),
    ("rss-bridge", "RSS-Bridge"),
    ("wewe-rss", "wewe-rss"),
    ("mp-we-rss", "we-mp-rss"),
    ("we-mp-rss", "we-mp-rss"),
    ("werss", "we-mp-rss"),
    ("jpmonette/feed", "feed for Node.js"),
    ("huginn", "Huginn"),
)
"""What collecting tools write as their feeds' generator. They may go on with what they once collected, under today's
date, when they cannot see the account any more."""
_WITH_ZONE = re.compile(r"\d:\d\d.*(?:Z|GMT|UTC?|[+-]\d\d:?\d\d)\s*$")
_IN_CHINA = timedelta(hours=8)


def read_posts(body: bytes, settings: Mapping[str, Any]) -> PostsReading:
    """Read a feed; never raises for what stands in it."""
    if len(body) > MAX_BYTES:
        return PostsReading(
            problem=f"订阅源超过 {MAX_BYTES // 1024 // 1024} MB，没有读取。请让采集工具只输出最近的内容。"
        )
    if not body.strip():
        return PostsReading(problem="订阅源是空的，没有任何内容。请检查采集工具是否正常。")
    declared = _DECLARED.match(body[:_HEAD])
    text, _ = decode(body, f"charset={declared[1].decode('ascii')}" if declared else "")
    text = text.lstrip(_BOM)
    if text.lstrip()[:1] in ("{", "["):
        return _read_json(text)
    return _read_xml(text)


# -- XML ----------------------------------------------------------------------------------------------------------


def _read_xml(text: str) -> PostsReading:
    import feedparser  # noqa: PLC0415 - a tenth of a second that only feeds need pay

    root, repaired = _sound_tree(text)
    name = etree.QName(root).localname.lower() if root is not None else ""
    if root is None or name not in ("rss", "feed", "rdf"):
        return PostsReading(problem=_no_feed(text, name))
    crowded = _drop_beyond(root, MAX_POSTS)
    raw = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    try:
        parsed = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # it raises what its handlers stumble over, e.g. an end tag in the wrong place
        log.debug("feed", exc_info=True)
        return PostsReading(problem=f"订阅源已损坏，读不出来（{type(error).__name__}）。请检查采集工具是否正常。")
    posts = tuple(_post(entry) for entry in parsed.entries)
    markup = _without_cdata(text)  # a section that never ends swallows what follows, the closing tag included
    lost = len(_ITEM.findall(markup)) - len(posts) - crowded
    problems = [
        *([f"内容过多，只读了前 {MAX_POSTS} 条"] if crowded else []),
        *([] if _CLOSED.search(markup[-_HEAD:]) else ["订阅源不完整，末尾被截断"]),
        *([f"有 {lost} 条没有读出来"] if lost > 0 else []),
    ]
    if repaired and not posts and not problems:
        problems = ["订阅源已损坏，没有读出任何内容"]
    return PostsReading(
        posts,
        "；".join(problems) + "。" if problems else "",
        built=_day(parsed.feed, "updated"),
        tool=_tool(str(parsed.feed.get("generator") or "")),
    )


def _tool(generator: str) -> str:
    written = generator[:_HEAD].lower()
    return next((name for mark, name in _TOOLS if mark in written), "")


def _sound_tree(text: str) -> tuple[etree._Element | None, bool]:
    """The document as a tree (None where there is no element at all), and whether it was broken and is repaired."""
    text = _without_doctype(_XML_DECLARATION.sub("", text, count=1))
    text = _ENTITY.sub(_character, _UNFIT.sub("", text))
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, True
    if root is None:
        return None, True
    etree.strip_elements(root, etree.Entity, with_tail=False)
    for element in root.iter(etree.Element):
        tag = str(element.tag)
        if ":" in tag and not tag.startswith("{"):
            prefix, _, local = tag.partition(":")
            name = etree.QName(_PREFIXES.get(prefix, "urn:undeclared"), local.replace(":", "-") or "x")
            element.tag = name.text  # an element whose tag is a QName has no QName any more
        for attribute in [one for one in map(str, element.attrib) if ":" in one and not one.startswith("{")]:
            del element.attrib[attribute]
    # a prefix that nobody declared is a fault of feeds that are whole otherwise
    return root, any(fault.domain_name != "NAMESPACE" for fault in parser.error_log)


def _without_doctype(text: str) -> str:
    """Without the DOCTYPE and the entities declared in it. One search each: a hostile document may hold a million."""
    start = text[:_HEAD].upper().find("<!DOCTYPE")
    if start < 0:
        return text
    end, inner = text.find(">", start), text.find("[", start)
    if 0 <= inner < end:
        end = text.find(">", text.find("]", inner))
    return text[:start] + text[end + 1 :] if end > start else text[:start]


def _without_cdata(text: str) -> str:
    first, *rest = text.split("<![CDATA[")
    return first + "".join(piece.partition("]]>")[2] for piece in rest)


def _character(match: re.Match[str]) -> str:
    """An entity of HTML (``&nbsp;``) as its character: XML knows five only, feeds use them all."""
    return match[0] if match[1] in _XML_ENTITIES else html5.get(match[1] + ";", match[0])


def _drop_beyond(root: etree._Element, count: int) -> int:
    """Remove what is more than ``count`` posts; how many those were."""
    items = [one for one in root.iter(etree.Element) if etree.QName(one).localname in ("item", "entry")]
    for item in items[count:]:
        parent = item.getparent()
        if parent is not None:
            parent.remove(item)
    return max(0, len(items) - count)


def _no_feed(text: str, root: str) -> str:
    start = text[:_HEAD].lower()
    if root == "html" or "<html" in start or "<!doctype html" in start:
        title = re.search(r"<title[^>]*>([^<]{1,100})", text[:20_000], re.IGNORECASE)
        named = f"（网页标题：{plain_line(title[1])[:40]}）" if title and title[1].strip() else ""
        return (
            f"返回的是网页，不是订阅源{named}。可能是登录页、拦截页，或地址写成了账号主页；请用浏览器打开这个地址核对。"
        )
    return "返回的内容不是 RSS、Atom 或 JSON Feed。请核对地址，或检查采集工具是否正常。"


def _post(entry: dict[str, Any]) -> FoundPost:
    contents = [part for part in entry.get("content") or () if part.get("value")]
    content = max((str(part["value"]) for part in contents), key=len, default="") or str(entry.get("summary") or "")
    return FoundPost(
        title=plain_line(str(entry.get("title") or ""))[:MAX_TITLE],
        url=str(entry.get("link") or ""),
        id=str(entry.get("id") or ""),
        published=_day(entry, "published") or _day(entry, "updated"),
        content=content[:MAX_CONTENT],
        is_html=True,
    )


def _day(entry: dict[str, Any], name: str) -> date | None:
    """The day in China. A time without a zone (or with CST, which here is China's) is taken as it stands."""
    # past feedparser's own look-up, which gives one date for the other
    written, moment = str(dict.get(entry, name) or "")[:100], dict.get(entry, f"{name}_parsed")
    if not _WITH_ZONE.search(written) and (day := read_date(written)):
        return day
    try:
        return (datetime(*moment[:6]) + _IN_CHINA).date() if moment else None
    except (ValueError, OverflowError, TypeError):
        return None


# -- JSON Feed ----------------------------------------------------------------------------------------------------


def _read_json(text: str) -> PostsReading:
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return PostsReading(problem="返回的内容是损坏的 JSON，不是订阅源。请检查采集工具是否正常。")
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        said = _told(feed, "message") or _told(feed, "msg") or _told(feed, "error") if isinstance(feed, dict) else ""
        named = f"（它说：{plain_line(said)[:60]}）" if said else ""
        return PostsReading(problem=f"返回的 JSON 里没有 items，不是 JSON Feed{named}。请核对地址和输出格式。")
    sound = [item for item in items if isinstance(item, dict)]
    lost = len(items) - len(sound[:MAX_POSTS])
    posts = tuple(_json_post(item) for item in sound[:MAX_POSTS])
    return PostsReading(posts, f"有 {lost} 条没有读出来。" if lost else "")


def _json_post(item: Mapping[str, Any]) -> FoundPost:
    html, plain = _told(item, "content_html"), _told(item, "content_text") or _told(item, "summary")
    return FoundPost(
        title=plain_line(_told(item, "title"))[:MAX_TITLE],
        url=_told(item, "url") or _told(item, "external_url"),
        id=_told(item, "id"),
        published=read_date(_told(item, "date_published")) or read_date(_told(item, "date_modified")),
        content=(html or plain)[:MAX_CONTENT],
        is_html=bool(html),
    )


def _told(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
