"""The ledger (台账): findings across inspections, what was seen each time, and every move of their rectification."""

from records.ledger.moves import MoveEntry, move, moves_of
from records.ledger.queries import (
    Filters,
    findings_of,
    inspection_by_bundle,
    inspections,
    is_newest,
    open_findings,
    outcomes_of,
    unverified_of,
)
from records.ledger.rows import Inspection
from records.ledger.states import StateTable, state_table
from records.ledger.take_in import take_in

__all__ = [
    "Filters",
    "Inspection",
    "MoveEntry",
    "StateTable",
    "findings_of",
    "inspection_by_bundle",
    "inspections",
    "is_newest",
    "move",
    "moves_of",
    "open_findings",
    "outcomes_of",
    "state_table",
    "take_in",
    "unverified_of",
]
