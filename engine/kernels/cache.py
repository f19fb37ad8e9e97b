"""The folder that keeps compiled kernels between starts, and what to do when it is damaged."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from typing import Any, TypeVar

Result = TypeVar("Result")
VARIABLE = "NUMBA_CACHE_DIR"


def healing(do: Callable[[], Result]) -> Result:
    """Call `do`; where it fails because a kept kernel is damaged, clear the folder and call it once more."""
    try:
        return do()
    except Exception as error:
        if not _is_damage(error):
            raise
        shutil.rmtree(os.environ[VARIABLE], ignore_errors=True)
        return do()


def keep_processes_apart() -> None:
    """Let every process that compiles name its files differently from all others. Imports numba.

    Numba counts the files of a kernel from 1. Of two processes that compile one kernel for two types of pictures at a
    time, one would overwrite the file of the other, and a later start would run machine code made for the wrong type.
    """
    from numba.core.caching import IndexDataCacheFile

    counted, own = IndexDataCacheFile._data_name, secrets.token_hex(4)
    IndexDataCacheFile._data_name = lambda file, number: f"{own}.{counted(file, number)}"


def before_compiling(tell: Callable[[], None]) -> None:
    """Call `tell` once, when a kernel is about to be compiled that is not kept yet. Imports numba."""
    from numba.core import event

    class Once(event.Listener):
        def on_start(self, event: Any) -> None:
            if not told:
                told.append(True)
                tell()

        def on_end(self, event: Any) -> None:
            pass

    told: list[bool] = []
    event.register("numba:compile", Once())


def _is_damage(error: Exception) -> bool:
    """Whether an error was raised while numba read a kept kernel (an unpickling error, an early end of file …)."""
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.replace("\\", "/").endswith("numba/core/caching.py"):
            return VARIABLE in os.environ
        trace = trace.tb_next
    return False
