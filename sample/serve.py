"""The sample ready to be inspected: both sites built and served, office folder copied with the true ports."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sample.build import DEFAULT_HOST, DEFAULT_STRANGERS, build
from sample.content import CONTENT, EDUCATION, HERE, TODAY
from sample.server import LOOPBACK, PREFERRED_PORT, PortalServer

OFFICE = "office"
OFFICE_SOURCE = HERE / OFFICE
STRANGE = "strange"
STRANGE_PAGE = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>欢迎光临</title></head><body>'
    "<p>注册送彩金，在线客服二十四小时为您服务，下载客户端请点击右上角。</p></body></html>"
)
SITES = {
    "yunxi": (CONTENT, DEFAULT_HOST),
    "jyj-site": (EDUCATION, f"{LOOPBACK}:{PREFERRED_PORT + 1}"),
}
"""The registered sites: the content folder of each, and its host as the register's source writes it."""


@dataclass(frozen=True)
class ServedSample:
    """A running sample: its servers by site id, and its office folder (register, later the office's database).

    ``strangers`` are the hosts to which the planted spam links lead.
    """

    servers: dict[str, PortalServer]
    office: Path
    strangers: Sequence[str]

    def show(self, day: date = TODAY) -> None:
        """Let every site stand as it did on ``day``."""
        for site, server in self.servers.items():
            shutil.rmtree(server.folder, ignore_errors=True)
            build(server.folder, server.host, SITES[site][0], day, strangers=self.strangers)
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
        (folder / STRANGE).mkdir(parents=True, exist_ok=True)
        for name in ("index.html", "404.html"):
            (folder / STRANGE / name).write_text(STRANGE_PAGE, encoding="utf-8")
        strangers = [
            running.enter_context(PortalServer(folder / STRANGE, PREFERRED_PORT + len(SITES) + place))
            for place in range(len(DEFAULT_STRANGERS))
        ]
        sample = ServedSample(servers, folder / OFFICE, [server.host for server in strangers])
        sample.show()
        copy_office(sample.office, [server.host for server in servers.values()])
        yield sample


def copy_office(office: Path, hosts: Sequence[str]) -> None:
    """Copy the sample's office folder, its addresses on ``hosts`` (one a site, in the order of ``SITES``)."""
    for source in sorted(path for path in OFFICE_SOURCE.rglob("*") if path.is_file()):
        text = source.read_text(encoding="utf-8")
        # by way of a mark, because a true host may be the written one of the next site
        for place, (_, written) in enumerate(SITES.values()):
            text = text.replace(written, f"@HOST{place}@")
        for place, host in enumerate(hosts):
            text = text.replace(f"@HOST{place}@", host)
        target = office / source.relative_to(OFFICE_SOURCE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
