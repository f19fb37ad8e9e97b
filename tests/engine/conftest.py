"""What every test of the engine must leave behind: no interrupt."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine import cores


@pytest.fixture(autouse=True)
def _no_interrupt_left() -> Iterator[None]:
    yield
    assert not cores._interrupted, "an interrupt outlived the step it was meant for"
