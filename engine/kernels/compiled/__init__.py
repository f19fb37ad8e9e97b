"""The inner loops. These modules import numba, which takes a while: import them only where a kernel runs."""

from llvmlite import binding

from engine.kernels.cache import keep_processes_apart

# To run a loop on whole vectors, LLVM must make sure that what it writes does not overlap what it reads. Unless told
# otherwise it gives up on loops with more than eight such checks; a window of 5 × 5 has 25 rows and columns to read.
binding.set_option("neural-darkroom", "--runtime-memory-check-threshold=256")
binding.set_option("neural-darkroom", "--memory-check-merge-threshold=1000")

keep_processes_apart()
