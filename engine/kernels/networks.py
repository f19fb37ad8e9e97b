"""Programs that find the value of a rank in every window, made of steps that are the same whatever the values.

A step works on whole rows of numbers. The columns of a window are sorted, then two neighbouring columns merged to one
sorted row of numbers, two such pairs to four columns, and so on; what is found for a pixel serves its neighbours too.
Merging is K. Batcher's odd-even merge in the form for any two lengths: D. Knuth, "The Art of Computer Programming",
vol. 3, 5.3.4. That columns are shared is from A. Adams, "Fast median filters using separable sorting networks", 2021.
"""

from __future__ import annotations

from functools import cache

import numpy as np

COPY, SORT, LOW, HIGH, FIRST, BEST = range(6)
"""What a step `(what, a, b, shift)` does with the rows `a` and `b`, `b` as seen `shift` pixels further on.

COPY: a takes the values of b. SORT: the lower ones go to a, the higher to b; LOW and HIGH: only one of them is needed.
FIRST: the result is the higher of a and b; BEST: the result is the lower of what it was and of that.
"""

Step = tuple[int, int, int, int]


@cache
def program(size: int, rank: int) -> tuple[np.ndarray, int]:
    """The steps `(n, 4)` for the value of rank `rank`, counted from 0, of windows of `size × size`, and how many rows
    they need. Rows 0 to `size - 1` are those of the picture that the windows lie in. `size` is odd and at least 3."""
    build = _Builder(size)
    sorted_columns = {1: build.sort(list(range(size)))}
    most = 1 << ((size + 1 + 2) // 3 - 1).bit_length()
    columns = 1
    while columns < most:
        half = sorted_columns[columns]
        sorted_columns[2 * columns] = build.merge(build.copy(half, 0), build.copy(half, columns))
        columns *= 2
    rest: list[int] = []
    begun = 0
    for columns in sorted(sorted_columns, reverse=True):
        if (size - most) & columns:
            rest = build.merge(rest, build.copy(sorted_columns[columns], most + begun))
            begun += columns
    build.choose(sorted_columns[most], rest, rank)
    return _without_idle(build.steps), build.rows


class _Builder:
    """Collects steps and hands out rows."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.steps: list[Step] = []

    def copy(self, rows: list[int], shift: int) -> list[int]:
        """New rows with the values of others, as seen `shift` pixels further on."""
        new = list(range(self.rows, self.rows + len(rows)))
        self.rows += len(rows)
        self.steps += [(COPY, to, source, shift) for to, source in zip(new, rows, strict=True)]
        return new

    def sort(self, rows: list[int]) -> list[int]:
        """Sort the values of rows at each pixel; the rows in rising order are returned."""
        if len(rows) < 2:
            return rows
        middle = len(rows) // 2
        return self.merge(self.sort(rows[:middle]), self.sort(rows[middle:]))

    def merge(self, first: list[int], second: list[int]) -> list[int]:
        """Merge two sorted lists of rows: every other one of each first; then only neighbours are left to compare."""
        if not first or not second:
            return first or second
        if len(first) == len(second) == 1:
            self.steps.append((SORT, first[0], second[0], 0))
            return [first[0], second[0]]
        odd = self.merge(first[::2], second[::2])
        even = self.merge(first[1::2], second[1::2])
        merged = odd[:1]
        for low, high in zip(even, odd[1:], strict=False):
            self.steps.append((SORT, low, high, 0))
            merged += [low, high]
        return merged + odd[len(even) + 1 :] + even[len(odd) - 1 :]

    def choose(self, first: list[int], second: list[int], rank: int) -> None:
        """The value of rank `rank` among two sorted lists: if it takes `n` of the one and the rest of the other to have
        so many values, it is the higher of the last ones taken; the lowest such is right."""
        what, count = FIRST, rank + 1
        for n in range(max(0, count - len(second)), min(len(first), count) + 1):
            last = [rows[taken - 1] for rows, taken in ((first, n), (second, count - n)) if taken]
            self.steps.append((what, last[0], last[-1], 0))
            what = BEST


def _without_idle(steps: list[Step]) -> np.ndarray:
    """The steps without those, or those halves of steps, whose outcome nobody uses."""
    used: set[int] = set()
    kept = []
    for what, a, b, shift in reversed(steps):
        if what == COPY:
            if a in used:
                used.discard(a)
                used.add(b)
                kept.append((what, a, b, shift))
        elif what == SORT:
            what = SORT if a in used and b in used else LOW if a in used else HIGH
            if a in used or b in used:
                used |= {a, b}
                kept.append((what, a, b, shift))
        else:
            used |= {a, b}
            kept.append((what, a, b, shift))
    return np.array(kept[::-1], np.int64)
