"""Speed as ratios to peers in one run: `make bench`; or one of `python -m tests.benchmarks.filters`, `.networks` and
`.window`."""

from __future__ import annotations

from tests.benchmarks import filters, networks, window

networks.main()
filters.main()
window.main()
