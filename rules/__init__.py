"""One file a rule: evidence in, problems out. No network, no clock, no database.

A rule is a module ``rules/<family>/<name>.py`` with two names: ``META`` (:class:`records.model.RuleMeta`) and
``check(evidence, options, ctx)``, which yields :class:`records.model.Problem`. Its docstring is its manual page.
``rules.registry`` finds the built-in ones by folder and others by the entry-point group ``wangcha.rules``.
:func:`check_text` asks those on documents about one text before it is published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rules.checking import check_text as check_text

__all__ = ["check_text"]


def __getattr__(name: str) -> Any:
    """``check_text``, loaded when it is wanted: it needs every rule."""
    if name == "check_text":
        from rules.checking import check_text  # noqa: PLC0415

        return check_text
    raise AttributeError(name)
