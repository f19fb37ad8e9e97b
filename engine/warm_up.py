"""Compile the kernels of all filters before anybody waits for them: `python -m engine.warm_up [RECIPE_AS_JSON]`.

It names each filter that is ready, on a line of standard output, and stands back behind everything else that runs. It
ends at once when its standard input does, so that it never outlives the program that started it.
"""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import numpy as np

from engine.editing.histogram import histogram
from engine.editing.screen import SMALLEST, screen_picture
from engine.errors import UserError
from engine.filters import FILTERS
from engine.filters.recipe import Recipe, Step
from engine.image import Image
from engine.jobs import finish
from engine.kernels.cache import VARIABLE

NICENESS = 10
"""Behind the window and what it computes, but not so far that thumbnails never come while a network trains."""
SOURCES = Path(__file__).parent / "kernels" / "compiled"


def mark() -> Path:
    """The file that is there when all kernels are compiled, by this numba and this Python and as they are written."""
    state = hashlib.sha256(f"{version('numba')} {version('llvmlite')} {sys.version}".encode())
    for source in sorted(SOURCES.glob("*.py")):
        about = source.stat()
        state.update(f"{source} {about.st_mtime_ns} {about.st_size}".encode())  # as numba knows its files
    return Path(os.environ[VARIABLE]) / f"complete.{state.hexdigest()[:16]}"


def is_cold() -> bool:
    """Whether there are kernels to compile, and a folder to keep them in."""
    return VARIABLE in os.environ and not mark().exists()


def warm_up(first: Recipe) -> Iterator[str]:
    """Compile what 8-bit pictures need, and yield the name of each filter that is ready.

    The steps of `first` come first and backwards: the program that was just started is compiling them forwards.
    """
    pixels = np.random.default_rng(0).integers(0, 256, (64, 96, 3), np.uint8)
    image = Image(pixels)
    for step in reversed(first.steps):
        _try(step, image)
    screen_picture(Image(np.resize(pixels, (2, SMALLEST + 1, 3))))
    finish(histogram(image))
    for kind in FILTERS.values():
        _try(Step(kind()), image)
        yield kind.name


def _try(step: Step, image: Image) -> None:
    with suppress(UserError):  # of a filter that wants another picture or other settings
        step(image)


def _end_with_input() -> None:
    while os.read(0, 1 << 10):
        pass
    os._exit(0)


def main(first: str = "") -> None:
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    threading.Thread(target=_end_with_input, daemon=True).start()
    done = mark()
    for name in warm_up(Recipe.from_json(first) if first else Recipe()):
        print(name, flush=True)
    done.touch()


if __name__ == "__main__":
    main(*sys.argv[1:])
