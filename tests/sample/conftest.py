"""The built and served sample, once for all tests."""

from __future__ import annotations

import pytest

from sample.build import build
from sample.server import PortalServer


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    folder = tmp_path_factory.mktemp("portal")
    build(folder)
    return folder


@pytest.fixture(scope="session")
def running(portal):
    with PortalServer(portal, port=0) as server:
        yield server


@pytest.fixture
def server(running):
    running.reset()
    return running
