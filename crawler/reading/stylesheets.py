"""What stylesheets refer to: pictures, fonts, further stylesheets (CSS Syntax Level 3, ``url()`` and ``@import``)."""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_CHARS = 2_000_000
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_REFERENCE = re.compile(
    r"""url\(\s*(?:"(?P<double>[^"\n]{1,1000})"|'(?P<single>[^'\n]{1,1000})'|(?P<bare>[^"'()\s]{1,1000}))\s*\)"""
    r"""|@import\s+["'](?P<sheet>[^"'\n]{1,1000})["']""",
    re.IGNORECASE,
)
_NEVER_ASKED = re.compile(r"\.(?:eot|htc)(?:[?#]|\Z)|\A(?:data:|about:|#)", re.IGNORECASE)


def addresses_in(css: str) -> Iterator[str]:
    """The references of a piece of CSS as written, without those that today's browsers never ask for."""
    for match in _REFERENCE.finditer(_COMMENT.sub("", css[:MAX_CHARS]) if "/*" in css else css[:MAX_CHARS]):
        written = (match["double"] or match["single"] or match["bare"] or match["sheet"]).strip()
        if written and not _NEVER_ASKED.search(written):
            yield written
