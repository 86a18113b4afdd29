"""An office that was just opened."""

import pytest

from records.database import open_office


@pytest.fixture
def db(tmp_path):
    folder = tmp_path / "office"
    folder.mkdir()
    database = open_office(folder)
    yield database
    database.close()
