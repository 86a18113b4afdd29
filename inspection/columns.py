"""Rules on columns: what the office registered of a column wins over what the dictionary of column kinds says."""

from __future__ import annotations

from dictionaries import Dictionaries
from records.bundle.reader import Classify, ColumnRuling
from records.register.model import Register
from records.urls import normalise


def classifier(register: Register, dictionaries: Dictionaries, site: str) -> Classify:
    """How the columns of one site are to be classified (see :data:`records.bundle.reader.Classify`)."""
    registered = {normalise(column.url, column.url): column for column in register.columns_of(site)}

    def classify(url: str, name: str, breadcrumb: tuple[str, ...]) -> ColumnRuling:
        entry = registered.get(url)
        kind = (
            dictionaries.column_kinds.get(entry.kind)
            if entry and entry.kind
            else dictionaries.column_kind(entry.name if entry and entry.name else name, breadcrumb)
        )
        if entry and entry.exempt:
            return ColumnRuling(kind=kind.id if kind else "", name=entry.name, registered=True)
        limit = kind.limit_days if kind else None
        return ColumnRuling(
            kind=kind.id if kind else "",
            limit_days=entry.limit_days if entry and entry.limit_days else limit,
            # a limit that the office itself registered is a duty, so silence is a fault and not a guess
            machine_certain=bool(entry and entry.limit_days) or bool(kind and kind.machine_certain),
            clause=kind.clause if kind else "",
            name=entry.name if entry and entry.name else name,
            registered=entry is not None,
        )

    return classify
