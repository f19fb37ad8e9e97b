"""Kernels that are kept between starts, and damage to them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent.parent.parent
PROGRAM = """
import numpy as np
from engine.kernels.cache import before_compiling, healing
from engine.kernels.window import limits
before_compiling(lambda: print("compiling", end=" "))
def rounded():
    from engine.kernels.compiled.pixel import as_pixel
    return as_pixel(5.6, limits(np.uint8, np.float64))
print(int(healing(rounded)))
"""


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A folder in which a first start has kept its kernels."""
    assert run(tmp_path) == "compiling 6"
    assert list(tmp_path.rglob("*.nbi"))
    return tmp_path


def run(folder: Path) -> str:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=TOP, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.stderr == ""
    return done.stdout.strip()


def test_damaged_files_are_cleared_and_made_anew(cache: Path) -> None:
    for number, file in enumerate(sorted(cache.rglob("*.nb[ic]"))):
        file.write_bytes((b"", b"nonsense", file.read_bytes()[:40])[number % 3])
    assert run(cache) == "compiling 6"
    healthy = {file: file.stat().st_mtime_ns for file in cache.rglob("*.nb[ic]")}
    assert run(cache) == "6"
    assert healthy == {file: file.stat().st_mtime_ns for file in cache.rglob("*.nb[ic]")}


def test_two_processes_never_write_to_one_file(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    assert run(other) == "compiling 6"
    first, second = ({file.name for file in folder.rglob("*.nbc")} for folder in (cache, other))
    assert first
    assert not first & second
