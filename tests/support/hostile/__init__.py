"""A site whose every address answers in another bad (or odd) way, with the truth about each: for tests and peers."""

from tests.support.hostile.endpoints import ENDPOINTS, Endpoint
from tests.support.hostile.site import HostileSite

__all__ = ["ENDPOINTS", "Endpoint", "HostileSite"]
