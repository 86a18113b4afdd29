"""Scorecards back from JSON: what :meth:`records.scores.Scorecard.as_dict` wrote, for comparison next time."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

from records.errors import BadInputError
from records.scores import Scorecard


def read_scorecard(values: Mapping[str, Any]) -> Scorecard:
    """The scorecard in ``values`` (a parsed ``scores`` entry). Raises BadInputError where it is none."""
    try:
        card = _build(Scorecard, values)
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise BadInputError(f"上次的评分记录无法读取（{error}）：本次评分不受影响，但不能与上次比较。") from error
    assert isinstance(card, Scorecard)  # noqa: S101  (tells mypy what _build(Scorecard, …) is)
    return card


def _build(kind: Any, value: Any) -> Any:
    """``value`` (JSON) as ``kind``: dataclass, tuple, enum, number, date, optional or plain."""
    made: Any = value
    if get_origin(kind) is types.UnionType:
        inner = next(part for part in get_args(kind) if part is not types.NoneType)
        made = None if value is None else _build(inner, value)
    elif get_origin(kind) is tuple:
        parts = get_args(kind)
        inner_kinds = [parts[0]] * len(value) if parts[-1] is Ellipsis else parts
        made = tuple(_build(inner, part) for inner, part in zip(inner_kinds, value, strict=True))
    elif is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        made = kind(**{field.name: _build(hints[field.name], value[field.name]) for field in fields(kind)})
    elif kind is Decimal:
        made = Decimal(str(value))
    elif kind is date:
        made = date.fromisoformat(value)
    elif issubclass(kind, StrEnum):
        made = kind(value)
    elif not isinstance(value, kind):
        raise TypeError(f"{value!r}")
    return made
