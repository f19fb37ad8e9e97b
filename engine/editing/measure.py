"""What is found out about a picture once, and forgotten with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from engine.image import Image
from engine.jobs import Job

Found = TypeVar("Found")
Measure = Callable[[Image], Job[Found]]


def once_a_picture(measure: Measure[Found]) -> Measure[Found]:
    """The same job, which does nothing where it has been through with the picture; no picture is kept for it."""
    known: WeakKeyDictionary[Image, Found] = WeakKeyDictionary()

    @wraps(measure)
    def job(image: Image) -> Job[Found]:
        if image not in known:
            known[image] = yield from measure(image)
        return known[image]

    return job


def before_and_after(measure: Measure[Found], before: Image, after: Image) -> Job[tuple[Found, Found]]:
    """Measure two pictures, one after the other."""
    first = yield from measure(before)
    second = yield from measure(after)
    return first, second
