"""Model files with mistakes in them: `python -m tests.fuzz_models 10000` reads so many, and says what came of it.

Each is a good file that was spoilt. It must be refused with one sentence, or be a whole network.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.fuzz_models.fuzz import fuzz
from tests.fuzz_models.sealed import CHANGES

LIMIT_SECONDS, LIMIT_MEGABYTES = 1.0, 200


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = fuzz(count, Path(folder))
    for name in CHANGES:
        print(f"{name:18} {found.refused[name]:6} refused {found.accepted[name]:6} read, as whole networks")
    print(f"{'together':18} {found.refused.total():6} refused {found.accepted.total():6} read")
    (seconds, slow), (megabytes, large) = found.slowest, found.megabytes
    print(f"longest {seconds:.3f} s ({slow}), most memory for one file {megabytes:.0f} MB ({large})")
    print(*found.faults or ["no faults"], sep="\n")
    sys.exit(bool(found.faults) or seconds > LIMIT_SECONDS or megabytes > LIMIT_MEGABYTES)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
