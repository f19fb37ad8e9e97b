"""How many threads NumPy's matrix products use."""

from __future__ import annotations

from functools import cache

import threadpoolctl


@cache
def keep_to_one_thread() -> None:
    """Have matrix products run on the thread that asks for them, from now on.

    The products of a small network take a tenth of a millisecond. The library's own threads wait for one another in a
    loop, and once anything else wants a core, if only the window, each product waits for a time slice: training then
    takes twenty times as long. One thread also gives the same result on machines with other numbers of cores.
    """
    threadpoolctl.threadpool_limits(1, user_api="blas")
