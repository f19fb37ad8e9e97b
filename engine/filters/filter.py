"""What every filter is: a declared value that maps a picture to a picture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from engine.image import Image
from engine.params import Declared, ParameterError

FILTERS: dict[str, type[Filter]] = {}
"""Every filter by the name that recipes and the command line use; filled as the classes are defined."""


@dataclass(frozen=True)
class Filter(Declared):
    """A filter that a person picks from the menu; to add one is to write one class.

    The class name gives the name in recipes (`MaxPooling` is `max-pooling`) and the title in the menu
    ("Max pooling"); the docstring's first line is its help. `group` is its place in the menu; a class without
    one is no filter yet but what several have in common.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    group: ClassVar[str] = ""

    def __init_subclass__(cls, *, group: str = "", title: str = "") -> None:
        if not group:
            return
        words = re.findall(r"[A-Z][a-z0-9]*", cls.__name__)
        cls.name = "-".join(words).lower()
        cls.title = title or " ".join(words).capitalize()
        cls.group = group
        FILTERS[cls.name] = cls

    @classmethod
    def help(cls) -> str:
        """What the filter does, in one line."""
        return (cls.__doc__ or "").strip().splitlines()[0]

    def __call__(self, image: Image) -> Image:
        """The filtered picture; the given one stays as it is."""
        raise TypeError(f"{type(self).__name__} does not say what it does to a picture")


def find_filter(name: str) -> type[Filter]:
    """The filter called `name`. Raises ParameterError, naming those there are."""
    try:
        return FILTERS[name.strip().lower().replace("_", "-")]
    except KeyError:
        raise ParameterError(f"There is no filter {name!r}; there are {', '.join(sorted(FILTERS))}.") from None
