"""Telling a page that opens but is not the one meant (错链): words, shape and the host's own baseline taken together.

Pure. The crawler asks it which pages to look at twice, the rules ask it what two looks prove.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from records.landing import Baseline, Landing
from records.model import Reason
from records.urls import host_of, name_of, same_site

THIN = 600
"""Characters of visible text up to which a page has room for a notice and a menu, but not for an article."""

_BARE = 120
_MORE_TITLE = 6
_MORE_LINE = 16
_ALIKE = 0.85
_GRAM = 4
_LONGEST = 80
_NO_WORDS = re.compile(r"[\W_]+")
_LATIN = re.compile(r"[a-z0-9]+")
_TITLE_PARTS = re.compile(r"[-_|—–·:：>»]+")
_INDEX = re.compile(r"/(?:(?:index|default|main|home)\.\w{2,5})?", re.IGNORECASE)
_ARTICLE = re.compile(r"\.(?!php$|asp$|jsp$|do$)\w{2,5}$|\d{4,}")


@dataclass(frozen=True, slots=True)
class WrongTargetWords:
    """The word lists of ``wrong-targets.toml``."""

    gone: tuple[str, ...]
    talking: tuple[str, ...]
    parked: tuple[str, ...]
    parking_hosts: tuple[str, ...]
    login: tuple[str, ...]
    login_addresses: tuple[str, ...]
    to_login: tuple[str, ...]
    to_home: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Why what was shown is not what was meant.

    ``kind`` is ``home`` (a dead address sent to the home page) | ``gone`` (soft 404) | ``parked`` | ``login`` |
    ``blank``; ``proven``: words, shape and baseline agree, else a person must look. ``why`` is one phrase.
    """

    kind: str
    proven: bool
    why: str


class WrongTargets:
    """Judges landings by the words of one office."""

    def __init__(self, words: WrongTargetWords) -> None:
        self.words = words
        phrases = sorted((*words.gone, *words.parked), key=len, reverse=True)
        self._any = re.compile("|".join(map(re.escape, phrases)) or r"(?!)", re.IGNORECASE)

    def mentions(self, text: str) -> bool:
        """Whether any phrase of a page that is gone or sold stands in the text: reason to look closer, no more."""
        return self._any.search(text) is not None

    def suspicion(self, asked: str, final: str, landing: Landing, baseline: Baseline | None) -> Suspicion | None:
        """What is wrong with what ``asked`` showed (at ``final``, after redirects); None where nothing is.

        ``baseline`` is that of the host that was asked, where it is known.
        """
        return (
            self._parked(final, landing)
            or self._gone(final, landing, baseline)
            or self._home(asked, final, landing, baseline)
            or self._login(asked, final, landing)
            or self._blank(landing)
        )

    def wants_baseline(self, asked: str, final: str, landing: Landing) -> bool:
        """Whether the host's baseline would decide something about this landing."""
        found = self._gone(final, landing, None) or self._home(asked, final, landing, None)
        return found is not None or (same_site(asked, final) and asked != final and is_root(final))

    def _gone(self, final: str, landing: Landing, baseline: Baseline | None) -> Suspicion | None:
        """Soft 404. Words alone prove nothing: the page must be thin, and the host's baseline must look the same."""
        titled, lined = self._says(self.words.gone, landing)
        if not (titled or lined) or landing.length > THIN:
            return None
        said = titled or lined
        if baseline is not None and baseline.reason is Reason.OK and baseline.landing is not None:
            if alike(landing, baseline.landing) or (final == baseline.final_url and final != baseline.url):
                return Suspicion("gone", True, f"页面写着“{said}”，与该网站对不存在的地址所显示的一样")
            return Suspicion("gone", False, f"页面写着“{said}”") if titled or landing.length <= _BARE else None
        if titled or landing.length <= _BARE:
            return Suspicion("gone", False, f"页面写着“{said}”")
        return None

    def _parked(self, final: str, landing: Landing) -> Suspicion | None:
        host = name_of(host_of(final))
        if any(host == name or host.endswith("." + name) for name in self.words.parking_hosts):
            return Suspicion("parked", True, f"跳转到出售、停放域名的网站 {host}")
        titled, lined = self._says(self.words.parked, landing, host.removeprefix("www."))
        if landing.length > THIN or not (titled or lined):
            return None
        return Suspicion("parked", bool(titled), f"页面写着“{titled or lined}”")

    def _home(self, asked: str, final: str, landing: Landing, baseline: Baseline | None) -> Suspicion | None:
        """A dead address that is sent to the home page: proven where a made-up address is sent there as well."""
        if asked == final or not is_root(final) or is_root(asked):
            return None
        if baseline is not None and baseline.reason is Reason.OK and baseline.final_url == final != baseline.url:
            return Suspicion("home", True, "跳转到了首页，与该网站对不存在的地址的处理一样")
        if _ARTICLE.search(urlsplit(asked).path):
            return Suspicion("home", False, "跳转到了首页")
        return None

    def _login(self, asked: str, final: str, landing: Landing) -> Suspicion | None:
        if asked == final or landing.length > THIN or self._to_login(asked):
            return None
        titled, lined = self._says(self.words.login, landing)
        if landing.password or (self._to_login(final) and (titled or lined)):
            return Suspicion("login", landing.password, "跳转到了登录页")
        return None

    def _blank(self, landing: Landing) -> Suspicion | None:
        """Nothing at all to see. A page that scripts may still fill is none: only a browser can tell."""
        if landing.length or landing.links or landing.things or landing.scripts:
            return None
        return Suspicion("blank", True, "页面是空白的")

    def _to_login(self, url: str) -> bool:
        return any(part in url.lower() for part in self.words.login_addresses)

    def _says(self, phrases: tuple[str, ...], landing: Landing, name: str = "") -> tuple[str, str]:
        """The phrase that is the page's title, and the one that is a line of its own; ``""`` where none is.

        The ``name`` of the host beside a phrase does not make it another sentence.
        """
        parts, lines = (
            [line for line in some if not any(word in line for word in self.words.talking)]
            for some in (title_parts(landing), landing.text.split("\n")[:60])
        )
        titled = next((said for part in parts if (said := _phrase_in(phrases, part, name, _MORE_TITLE))), "")
        lined = next((said for line in lines if (said := _phrase_in(phrases, line, name, _MORE_LINE))), "")
        return titled, lined


def _phrase_in(phrases: tuple[str, ...], line: str, name: str, more: int) -> str:
    """The phrase that the line says with hardly a word more."""
    if len(line) > 2 * _LONGEST:
        return ""
    bare = squeezed(line)
    if name:
        bare = bare.replace(squeezed(name), "")
    if not bare or len(bare) > _LONGEST:
        return ""
    return next((one for one in phrases if (s := squeezed(one)) in bare and len(bare) <= len(s) + more), "")


def title_parts(landing: Landing) -> list[str]:
    """The parts of a ``<title>``: headline, column and site name stand in one, divided by marks."""
    return _TITLE_PARTS.split(landing.title)


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """Letters and figures alone, in lower case: how a phrase is compared."""
    return _NO_WORDS.sub("", text).lower()


def is_root(url: str) -> bool:
    """Whether the address is a host's home page, by its spelling."""
    parts = urlsplit(url)
    return not parts.query and _INDEX.fullmatch(parts.path or "/") is not None


def alike(one: Landing, other: Landing) -> bool:
    """Whether two pages show the same but for details (the address asked, a time of day)."""
    if squeezed(one.title) != squeezed(other.title) or abs(one.length - other.length) > max(40, other.length // 5):
        return False
    a, b = _grams(one.text), _grams(other.text)
    return not (a or b) or len(a & b) >= _ALIKE * max(1, min(len(a), len(b)))


def _grams(text: str) -> set[str]:
    """Its runs of four letters. Figures and Latin letters are left out where there is Chinese: times and addresses."""
    bare = squeezed(text)
    chinese = _LATIN.sub("", bare)
    bare = chinese if len(chinese) >= _GRAM else bare
    return {bare[at : at + _GRAM] for at in range(max(0, len(bare) - _GRAM + 1))}
