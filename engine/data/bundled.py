"""Files that come with scikit-learn, found without importing it, which would take a second."""

from __future__ import annotations

import importlib.util
from pathlib import Path

DIGITS = "data/digits.csv.gz"
PHOTOS = ("images/china.jpg", "images/flower.jpg")


def bundled(name: str) -> Path:
    """Where a file of scikit-learn's data sets is. Raises ModuleNotFoundError where scikit-learn is not installed."""
    package = importlib.util.find_spec("sklearn")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("scikit-learn, which brings the digits and the photos, is not installed")
    return Path(package.submodule_search_locations[0]) / "datasets" / name
