"""Cross-check rounds (交叉互查): draw who checks whom, write packs, take them back, tell the result."""

from inspection.audit.draw import draw_notes
from inspection.audit.importing import Receipt, import_packs
from inspection.audit.result import write_result
from inspection.audit.rounds import draw_round, write_packs

__all__ = ["Receipt", "draw_notes", "draw_round", "import_packs", "write_packs", "write_result"]
