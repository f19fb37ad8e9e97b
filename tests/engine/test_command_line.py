"""The headless commands as a shell calls them: what they print, write and end with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.command_line import COMMANDS, run
from tests.engine.commands.shell import ROOT, ctrl_c_after, photo


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_takes(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    assert f"python main.py {command}" in capsys.readouterr().out
    assert run([]) == run(["--help"]) == 0
    assert command in capsys.readouterr().out


def shell(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_no_command_imports_qt(tmp_path: Path) -> None:
    source = photo(tmp_path / "a.png")
    script = (
        "import sys, main\n"
        f"status = main.main(['filter', {str(source)!r}, '-o', {str(tmp_path / 'b.png')!r}, '--step', 'sobel'])\n"
        "bad = [name for name in sys.modules if name.split('.')[0] in ('PySide6', 'gui', 'pyqtgraph')]\n"
        "sys.exit(status or bool(bad))\n"
    )
    done = shell("-c", script)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "b.png").exists()


def test_compiled_kernels_are_kept_in_the_cache_folder_of_the_application(tmp_path: Path) -> None:
    script = "import main, os; main.main(['list', 'networks']); print(os.environ['NUMBA_CACHE_DIR'])"
    without = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**without, "XDG_CACHE_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    folder = Path(done.stdout.splitlines()[-1])
    assert folder.is_dir()
    assert folder.is_relative_to(tmp_path)


def test_a_reader_that_stops_early_is_no_error() -> None:
    done = subprocess.run(
        f'"{sys.executable}" main.py list filters | head -1', shell=True, cwd=ROOT, capture_output=True, text=True
    )
    assert done.stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_ctrl_c_ends_quietly_and_leaves_nothing(tmp_path: Path) -> None:
    arguments = ["train", "--network", "textbook", "--epochs", "10000", "--save", str(tmp_path / "x.safetensors")]
    status, out, said = ctrl_c_after(b"epoch", *arguments)
    assert (status, out) == (130, b"")
    assert b"Traceback" not in said
    assert os.listdir(tmp_path) == []
