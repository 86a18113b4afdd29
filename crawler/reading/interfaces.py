"""Addresses from which a page's own scripts fetch the entries of its list."""

from __future__ import annotations

import re

from crawler.reading.resolving import Resolver, path_of
from crawler.reading.script_values import assigned, loose_json, summed
from crawler.reading.sketch import Sketch
from crawler.reading.vocabulary import any_of, words

MAX_INTERFACES = 5
_ATTRIBUTES = (
    *("data-url", "data-api", "data-source", "data-interface", "data-list", "data-list-url", "data-ajax"),
    *("data-ajax-url", "data-json", "data-src"),
)
_MEDIA = frozenset(("img", "source", "iframe", "video", "audio", "embed", "script", "input"))
"""What ``data-src`` names on these is loaded later to be shown, not read."""
_CALLED = re.compile(
    r"""(?:\.(?:getJSON|get|ajax|load|jsonp)|\b(?:fetch|axios|axios\.get|ajax|request|getJSON))\s*\(\s*(?=["'\w])"""
    r"""|\b(?:url|api|\w{0,12}(?:Url|URL|Api)|ajax_url|list_url)["']?\s*[:=]\s*(?=["'\w])"""
    r"""|\.open\s*\(\s*["']GET["']\s*,\s*(?=["'\w])"""
)
_PARAMETERS = re.compile(r"\s*,\s*(?:(?:data|params)\s*:\s*)?(\{[^{}]{1,500}\})")
_POSTED = re.compile(r"""(?:\btype|\bmethod)["']?\s*:\s*["']post""", re.IGNORECASE)


def find_interfaces(sketch: Sketch, resolve: Resolver) -> tuple[str, ...]:
    """Addresses from which the page's own scripts fetch the entries of its list, as far as they are written plainly."""
    found: dict[str, None] = {}
    for attributes, tag in zip(sketch.attrs, sketch.tags, strict=True):
        for name in _ATTRIBUTES if attributes and tag not in _MEDIA else ():
            if (value := attributes.get(name)) and _is_interface(value) and (url := resolve(value)):
                found[url] = None
    known: dict[str, str] = {}
    for script in sketch.inlined:
        for name, value in assigned(script).items():
            known.setdefault(name, value)
    for script in sketch.inlined:
        for call in _CALLED.finditer(script):
            # what is posted changes things, for all we know
            if _POSTED.search(script, max(0, call.start() - 150), call.end() + 300):
                continue
            address = summed(script, call.end(), known)
            if (
                address
                and _is_interface(address)
                and (url := resolve(address + _parameters(script, call.end(), address)))
            ):
                found[url] = None
    return tuple(found)[:MAX_INTERFACES]


def _is_interface(address: str) -> bool:
    path = path_of(address) if "://" in address else address.partition("?")[0]
    extension = path.rsplit(".", 1)[-1].lower() if "." in path.rsplit("/", 1)[-1] else ""
    if extension in words("data", "not_extensions") or any_of("data", "not_interfaces").search(address.lower()):
        return False
    return extension in words("data", "extensions") or bool(any_of("data", "interfaces").search(address.lower()))


def _parameters(script: str, start: int, address: str) -> str:
    """Plain parameters given beside an address, as a query."""
    end = script.find("}", start)
    match = _PARAMETERS.search(script, start, min(end + 1, start + 900)) if end > 0 else None
    values = loose_json(match[1]) if match else None
    if not isinstance(values, dict) or not all(isinstance(value, str | int) for value in values.values()):
        return ""
    query = "&".join(f"{name}={value}" for name, value in values.items())
    return ("&" if "?" in address else "?") + query if query else ""
