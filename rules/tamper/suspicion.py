"""What makes words and hosts suspicious: the spam words and host names of the dictionaries."""

from __future__ import annotations

from rules.context import Context
from rules.word.matching import matcher


def spam_words(text: str, ctx: Context) -> tuple[str, ...]:
    """The spam words in a text, each once, in reading order."""
    return tuple(dict.fromkeys(hit.word.word for hit in matcher(ctx.dictionaries).hits_in(text, "spam")))


def trusted(host: str, ctx: Context) -> bool:
    """Whether the host (its port is ignored) is one of those, or below one, that may be linked without suspicion."""
    name = host.partition(":")[0]
    return any(name == known or name.endswith("." + known) for known in ctx.dictionaries.tamper.trusted_hosts)


def spam_host(host: str, ctx: Context) -> str:
    """The part of a host's name that spam sites bear, ``""`` where there is none."""
    return next((part for part in ctx.dictionaries.tamper.spam_hosts if part in host), "")
