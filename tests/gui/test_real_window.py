"""The program as a process of its own, in a real X window where Xvfb is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def display() -> Iterator[dict[str, str]]:
    """The environment of a window: a virtual X screen, or Qt's offscreen platform where there is no Xvfb."""
    environment = {**os.environ, "PYTHONPATH": str(TOP)}
    if shutil.which("Xvfb") is None:
        yield {**environment, "QT_QPA_PLATFORM": "offscreen"}
        return
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24"], pass_fds=[write], stderr=subprocess.DEVNULL
    )
    os.close(write)
    with os.fdopen(read) as numbers:
        number = numbers.readline().strip()
    try:
        yield {**environment, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait()


@pytest.mark.parametrize("work", ["filter", "train", "dream"])
def test_closing_the_window_in_the_middle_of_work_ends_the_process_cleanly(work: str, display: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.gui.closing", work],
        env=display,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=TOP,
    )
    assert (done.returncode, done.stderr) == (0, "")
    print(f"closed within {done.stdout.strip()} s")


def test_a_second_start_shows_the_window_with_the_photo(display: dict[str, str], tmp_path: Path) -> None:
    """Starts `main.py` as a person does, and looks for the window from outside."""
    if "DISPLAY" not in display or shutil.which("xdotool") is None:
        return
    environment = {**display, "XDG_CONFIG_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    process = subprocess.Popen([sys.executable, "main.py"], env=environment, cwd=TOP, stderr=subprocess.PIPE, text=True)
    try:
        begun = time.monotonic()
        search = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "Neural Darkroom"]
        window = subprocess.run(search, env=environment, capture_output=True, text=True, timeout=30).stdout.split()[0]
        print(f"window after {time.monotonic() - begun:.2f} s")
        subprocess.run(["xdotool", "windowfocus", window, "key", "ctrl+q"], env=environment, check=True, timeout=10)
        _, said = process.communicate(timeout=20)
        assert (process.returncode, said) == (0, "")
    finally:
        process.kill()
