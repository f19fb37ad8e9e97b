"""What a person picks from the menu. Importing this package fills `FILTERS`."""

from engine.filters import custom, edges, encoder, geometry, noise, pooling, rank, sharpen, smooth, tone
from engine.filters.filter import FILTERS, Filter, find_filter

__all__ = [
    "FILTERS",
    "Filter",
    "custom",
    "edges",
    "encoder",
    "find_filter",
    "geometry",
    "noise",
    "pooling",
    "rank",
    "sharpen",
    "smooth",
    "tone",
]
