"""What the tests of commands share."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.command_line import run


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "digits.safetensors"
    assert run(["train", "--epochs", "12", "--save", str(path)]) == 0
    return path
