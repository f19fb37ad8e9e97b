"""The inner loops. These modules import numba, which takes a while: import them only where a kernel runs."""
