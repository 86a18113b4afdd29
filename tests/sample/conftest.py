"""The built and served sample, once for all tests."""

from __future__ import annotations

import pytest

from sample.build import build
from sample.content import CONTENT, EDUCATION
from sample.server import PortalServer


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    folder = tmp_path_factory.mktemp("portal")
    build(folder)
    return folder


@pytest.fixture(scope="session")
def sites(portal, tmp_path_factory):
    """The folders of the built sites, by id, and the contents they were built from."""
    folder = tmp_path_factory.mktemp("education")
    build(folder, content=EDUCATION)
    return {"yunxi": (portal, CONTENT), "jyj-site": (folder, EDUCATION)}


@pytest.fixture(scope="session")
def running(portal):
    with PortalServer(portal, port=0) as server:
        yield server


@pytest.fixture
def server(running):
    running.reset()
    return running
