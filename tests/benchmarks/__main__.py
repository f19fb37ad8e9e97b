"""Speed as ratios to peers in one run: `make bench`; or one of `python -m tests.benchmarks.filters` and `.networks`."""

from __future__ import annotations

from tests.benchmarks import filters, networks

networks.main()
filters.main()
