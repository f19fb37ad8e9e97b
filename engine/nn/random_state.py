"""The state of a random generator as an array, so that it can be kept in a file."""

from __future__ import annotations

import numpy as np

LOW = (1 << 64) - 1


def packed(rng: np.random.Generator) -> np.ndarray:
    """The state of a generator that `np.random.default_rng` made, as uint64 `(6,)`."""
    state = rng.bit_generator.state
    inner = state["state"]
    halves = [part for number in (inner["state"], inner["inc"]) for part in (number >> 64, number & LOW)]
    return np.array([*halves, state["has_uint32"], state["uinteger"]], np.uint64)


def restore(rng: np.random.Generator, state: np.ndarray) -> None:
    """Put such a generator into the state that `packed` gave: it draws on from there."""
    numbers = [int(number) for number in state]
    rng.bit_generator.state = {
        "bit_generator": "PCG64",
        "state": {"state": numbers[0] << 64 | numbers[1], "inc": numbers[2] << 64 | numbers[3]},
        "has_uint32": numbers[4],
        "uinteger": numbers[5],
    }
