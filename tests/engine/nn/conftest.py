"""What the tests of networks share."""

from __future__ import annotations

import pytest

from engine.data import open_dataset
from engine.data.dataset import Dataset
from engine.jobs import finish


@pytest.fixture(scope="module")
def digits() -> Dataset:
    return finish(open_dataset("digits"))
