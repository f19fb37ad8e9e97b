"""Neural Darkroom: `python main.py [PICTURE]` opens the window, `python main.py COMMAND ...` works without one."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Run a headless command or open the window; return the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    _choose_cache()
    from engine.command_line import COMMANDS, run

    if arguments and (arguments[0] in COMMANDS or arguments[0].startswith("-") or not Path(arguments[0]).exists()):
        return run(arguments)
    if not has_display():
        if arguments:
            print(
                f"There is no display to show {arguments[0]} on; python main.py filter works without.", file=sys.stderr
            )
            return 2
        print(
            "There is no display for the window, so this is the tour: the whole job, written to a folder.", flush=True
        )
        return run(["tour"])
    from gui.app import run as open_window

    return open_window(arguments[0] if arguments else None)


def has_display() -> bool:
    """Whether a window can be shown: only Linux can be without a display, unless a platform was chosen for Qt."""
    return not sys.platform.startswith("linux") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    )


def _choose_cache() -> None:
    """Keep compiled kernels in the cache folder of the application, which must be known before numba is imported."""
    if "NUMBA_CACHE_DIR" in os.environ:
        return
    import platformdirs

    folder = Path(platformdirs.user_cache_dir("neural-darkroom", appauthor=False)) / "compiled"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:  # a home that cannot be written to
        folder = Path(tempfile.mkdtemp(prefix="neural-darkroom-"))
    os.environ["NUMBA_CACHE_DIR"] = str(folder)


if __name__ == "__main__":
    sys.exit(main())
