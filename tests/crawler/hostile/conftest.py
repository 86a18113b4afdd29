"""The hostile site gathered once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from records.bundle.lookup import BundleLookup
from tests.support.hostile import HostileSite
from tests.support.web import Gathered, gather


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileSite]:
    with HostileSite(tmp_path_factory.mktemp("certificates")) as hostile:
        yield hostile


@pytest.fixture(scope="session")
def done(site: HostileSite, tmp_path_factory: pytest.TempPathFactory) -> Gathered:
    folder = tmp_path_factory.mktemp("hostile")
    return gather(site.origin, folder, env=site.trust(folder), DOWNLOAD_TIMEOUT=2.5, DOWNLOAD_MAXSIZE=2_000_000)


@pytest.fixture(scope="session")
def bundle(done: Gathered) -> Iterator[BundleLookup]:
    reader = BundleLookup(done.bundle)
    yield reader
    reader.close()
