"""The sample ready to be inspected: both sites built and served, office folder copied with the true ports."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sample.build import DEFAULT_HOST, build
from sample.content import CONTENT, EDUCATION, HERE, TODAY
from sample.server import LOOPBACK, PREFERRED_PORT, PortalServer

OFFICE = "office"
OFFICE_SOURCE = HERE / OFFICE
SITES = {
    "yunxi": (CONTENT, DEFAULT_HOST),
    "jyj-site": (EDUCATION, f"{LOOPBACK}:{PREFERRED_PORT + 1}"),
}
"""The registered sites: the content folder of each, and its host as the register's source writes it."""


@dataclass(frozen=True)
class ServedSample:
    """A running sample: its servers by site id, and its office folder (register, later the office's database)."""

    servers: dict[str, PortalServer]
    office: Path

    def show(self, day: date = TODAY) -> None:
        """Let every site stand as it did on ``day``."""
        for site, server in self.servers.items():
            shutil.rmtree(server.folder, ignore_errors=True)
            build(server.folder, server.host, SITES[site][0], day)
            server.reset()


@contextmanager
def served_sample(folder: Path) -> Iterator[ServedSample]:
    """Build the sites into ``folder``, write the office to ``folder/office`` and serve until left.

    Everything begins anew: sites, and an office with its memory, that an earlier run left in ``folder`` are removed.
    """
    for left in (*SITES, OFFICE):
        shutil.rmtree(folder / left, ignore_errors=True)
    with ExitStack() as running:
        servers = {
            site: running.enter_context(PortalServer(folder / site, PREFERRED_PORT + place, content))
            for place, (site, (content, _)) in enumerate(SITES.items())
        }
        sample = ServedSample(servers, folder / OFFICE)
        sample.show()
        copy_office(sample.office, [server.host for server in servers.values()])
        yield sample


def copy_office(office: Path, hosts: Sequence[str]) -> None:
    """Copy the sample's office folder, its addresses on ``hosts`` (one a site, in the order of ``SITES``)."""
    office.mkdir(parents=True, exist_ok=True)
    for source in sorted(OFFICE_SOURCE.iterdir()):
        text = source.read_text(encoding="utf-8")
        # by way of a mark, because a true host may be the written one of the next site
        for place, (_, written) in enumerate(SITES.values()):
            text = text.replace(written, f"@HOST{place}@")
        for place, host in enumerate(hosts):
            text = text.replace(f"@HOST{place}@", host)
        (office / source.name).write_text(text, encoding="utf-8")
