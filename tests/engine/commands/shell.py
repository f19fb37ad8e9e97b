"""Commands called as a shell calls them."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.command_line import run
from engine.image import Image, save

ROOT = Path(__file__).parent.parent.parent.parent


def photo(path: Path, seed: int = 1) -> Path:
    save(Image(np.random.default_rng(seed).integers(0, 256, (40, 50, 3), np.uint8)), path)
    return path


def answer(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    """Run a command with --json and read the last line of standard output."""
    capsys.readouterr()
    status = run([*map(str, arguments), "--json"])
    out, err = capsys.readouterr()
    assert status == 0, err
    return json.loads(out.splitlines()[-1])


def mistake(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Run a command that must end with status 2, one sentence on standard error, and nothing on standard output."""
    capsys.readouterr()
    assert run([str(argument) for argument in arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.endswith(".\n")
    assert "Traceback" not in err
    return err


def ctrl_c_after(sign: bytes, *arguments: str) -> tuple[int, bytes, bytes]:
    """Press Ctrl+C once a command says `sign` on its terminal; its status, its output, and what the terminal showed."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "main.py", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=theirs,
        start_new_session=True,
    )
    said = b""
    while sign not in said:
        said += os.read(ours, 1000)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    os.close(theirs)
    os.set_blocking(ours, False)
    with contextlib.suppress(OSError):  # nothing more was said
        said += os.read(ours, 100_000)
    os.close(ours)
    return process.returncode, out, said
