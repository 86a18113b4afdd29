"""The sample ready to be inspected: portal built and served, office folder copied with the true port."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sample.build import DEFAULT_HOST, build
from sample.content import HERE
from sample.server import PREFERRED_PORT, PortalServer

OFFICE_SOURCE = HERE / "office"


@dataclass(frozen=True)
class ServedSample:
    """A running sample: its server and its office folder (register, later the office's database)."""

    server: PortalServer
    office: Path


@contextmanager
def served_sample(folder: Path, port: int = PREFERRED_PORT) -> Iterator[ServedSample]:
    """Build into ``folder/portal``, write the office to ``folder/office`` and serve until left.

    What is already in ``folder/office`` besides the register stays: that is the office's memory of earlier inspections.
    """
    portal, office = folder / "portal", folder / "office"
    shutil.rmtree(portal, ignore_errors=True)
    portal.mkdir(parents=True)
    with PortalServer(portal, port) as server:
        build(portal, server.host)
        copy_office(office, server.host)
        yield ServedSample(server, office)


def copy_office(office: Path, host: str) -> None:
    """Copy the sample's office folder, its addresses on ``host``."""
    office.mkdir(parents=True, exist_ok=True)
    for source in sorted(OFFICE_SOURCE.iterdir()):
        text = source.read_text(encoding="utf-8").replace(DEFAULT_HOST, host)
        (office / source.name).write_text(text, encoding="utf-8")
