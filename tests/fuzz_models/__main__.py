"""Model files with mistakes in them: `python -m tests.fuzz_models 10000` reads so many and half as many ONNX files.

Each is a good file that was spoilt. It must be refused with one sentence, or be a whole network.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.fuzz_models import foreign, sealed
from tests.fuzz_models.fuzz import Changes, fuzz

LIMIT_SECONDS, LIMIT_MEGABYTES = 1.0, 200


def report(changes: Changes, suffix: str, count: int) -> bool:
    """Read so many files and say what came of it; return whether all is as it should be."""
    with tempfile.TemporaryDirectory() as folder:
        found = fuzz(changes, suffix, count, Path(folder))
    print(f"{suffix}:")
    for name in changes:
        print(f"  {name:16} {found.refused[name]:6} refused {found.accepted[name]:6} read, as whole networks")
    print(f"  {'together':16} {found.refused.total():6} refused {found.accepted.total():6} read")
    (seconds, slow), (megabytes, large) = found.slowest, found.megabytes
    print(f"  longest {seconds:.3f} s ({slow}), most memory for one file {megabytes:.0f} MB ({large})")
    print(*(f"  {fault}" for fault in found.faults or ["no faults"]), sep="\n")
    return not found.faults and seconds <= LIMIT_SECONDS and megabytes <= LIMIT_MEGABYTES


count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
results = [report(sealed.CHANGES, ".safetensors", count), report(foreign.CHANGES, ".onnx", count // 2)]
sys.exit(not all(results))
