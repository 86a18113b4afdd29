"""Rules on columns: what the office registered of a column wins over what the dictionary of column kinds says."""

from __future__ import annotations

from dataclasses import replace

from dictionaries import Dictionaries
from records.bundle.columns import Classify, ColumnFacts, ColumnRuling
from records.register.model import Register
from records.urls import normalise

REGISTERED = "登记册"


def classifier(register: Register, dictionaries: Dictionaries, site: str) -> Classify:
    """How the columns of one site are to be classified (see :class:`records.bundle.columns.ColumnFacts`)."""
    registered = {normalise(column.url, column.url): column for column in register.columns_of(site)}

    def classify(facts: ColumnFacts) -> ColumnRuling:
        entry = registered.get(facts.url)
        name = entry.name if entry and entry.name else facts.name
        if entry and entry.kind:
            kind, source = dictionaries.column_kinds.get(entry.kind), REGISTERED
        else:
            kind, source = dictionaries.recognise(name, facts.path, facts.type, facts.titles)
        ruling = ColumnRuling(
            kind=kind.id if kind else "", name=name, registered=entry is not None, kind_source=source if kind else ""
        )
        if entry and entry.exempt:
            return ruling
        return replace(
            ruling,
            limit_days=entry.limit_days if entry and entry.limit_days else kind.limit_days if kind else None,
            # a limit that the office itself registered is a duty, so silence is a fault and not a guess
            machine_certain=bool(entry and entry.limit_days) or bool(kind and kind.machine_certain),
            clause=kind.clause if kind else "",
            general_days=None if kind else dictionaries.general_limit(name, facts.path),
        )

    return classify
