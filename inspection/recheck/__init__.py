"""Rechecking (跟踪复查): fetches again what open findings name, concludes on each, and moves its state."""

from inspection.recheck.running import RecheckRun, recheck
from inspection.recheck.selection import Selection, select

__all__ = ["RecheckRun", "Selection", "recheck", "select"]
