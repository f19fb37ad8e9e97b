"""A recipe over many pictures, several at once; one bad file does not stop the rest."""

from __future__ import annotations

import enum
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from engine import cores
from engine.batch_files import make_folder, targets
from engine.errors import UserError
from engine.filters.recipe import Recipe
from engine.image import Image, load, write
from engine.jobs import Job, Rest
from engine.save_options import SaveOptions

AT_ONCE = 16
"""At most so many pictures are in memory, however many cores there are."""
WAIT, REST = 0.004, 0.03
"""Seconds in which a job waits for its threads, and in which it lets other jobs work."""


class State(enum.Enum):
    """How far one picture of a batch is."""

    WAITING = "waiting"
    WORKING = "working"
    WRITTEN = "written"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True)
class BatchFile:
    """A picture, where its result goes, how far it is, and where it failed the reason in one sentence."""

    source: Path
    destination: Path
    state: State = State.WAITING
    reason: str = ""

    @property
    def is_done(self) -> bool:
        return self.state in (State.WRITTEN, State.SKIPPED, State.FAILED)


@dataclass(frozen=True)
class BatchReport:
    """All pictures as they stand, in the order given, how many of them are done, and the seconds it took so far."""

    files: tuple[BatchFile, ...]
    done: int
    seconds: float = 0.0

    @property
    def total(self) -> int:
        return len(self.files)

    def count(self, state: State) -> int:
        """How many pictures are in a state."""
        return sum(file.state is state for file in self.files)

    @property
    def seconds_left(self) -> float | None:
        """About how long the rest takes, by those that were worked on so far; None where nobody can say yet."""
        worked = self.done - self.count(State.SKIPPED)
        return self.seconds / worked * (self.total - self.done) if worked else None


@dataclass(frozen=True)
class BatchResult:
    """What was written, what was there already, and which pictures could not be filtered, with the reason."""

    written: tuple[Path, ...]
    skipped: tuple[Path, ...]
    failed: tuple[tuple[Path, str], ...]


def batch(
    recipe: Recipe,
    sources: Sequence[Path],
    destinations: Sequence[Path],
    *,
    again: bool = False,
    recipe_time: float = 0.0,
    options: SaveOptions | None = None,
) -> Job[BatchResult]:
    """Filter each source picture and write it to its destination; yield a `BatchReport` at every change of state.

    Kernels use all cores by themselves; decoding and encoding do not, so several pictures are worked on at once.
    Without `again` a result is skipped that is newer than its picture and than `recipe_time`, when the recipe was
    changed (seconds since 1970). Closing the job stops it at once: what is being computed is dropped, and no file
    appears after that.
    """
    files = [BatchFile(source, destination) for source, destination in zip(sources, destinations, strict=True)]
    work = _Work(recipe, again, recipe_time, options or SaveOptions())
    begun = time.monotonic()
    waiting = enumerate(tuple(files))  # every thread takes the next when it is done with one
    try:
        for number in range(min(cores.count(), AT_ONCE, len(files))):
            # a daemon, so that Ctrl+C need not wait until a large picture is encoded that nobody will write
            threading.Thread(target=work.run, args=(waiting,), name=f"batch-{number}", daemon=True).start()
        done = 0
        while done < len(files):
            changes = work.changes()
            for index, file in changes:
                files[index] = file
                done += file.is_done
            yield BatchReport(tuple(files), done, time.monotonic() - begun) if changes else Rest(REST)
    finally:
        work.stop()
    return _result(files)


def batch_into(
    folder: Path,
    recipe: Recipe,
    sources: Sequence[Path],
    pattern: str,
    *,
    again: bool = False,
    recipe_time: float = 0.0,
    options: SaveOptions | None = None,
) -> Job[BatchResult]:
    """As `batch`, with results in a folder, which is made if needed, and named by a pattern. Raises BatchError."""
    yield None
    destinations = targets(sources, folder, pattern)
    make_folder(folder)
    result = yield from batch(recipe, sources, destinations, again=again, recipe_time=recipe_time, options=options)
    return result


def _result(files: list[BatchFile]) -> BatchResult:
    return BatchResult(
        tuple(file.destination for file in files if file.state is State.WRITTEN),
        tuple(file.destination for file in files if file.state is State.SKIPPED),
        tuple((file.source, file.reason) for file in files if file.state is State.FAILED),
    )


class _Work:
    """What the threads of a batch do, what they say about it, and how they are stopped."""

    def __init__(self, recipe: Recipe, again: bool, recipe_time: float, options: SaveOptions) -> None:
        self._recipe, self._again, self._recipe_time, self._options = recipe, again, recipe_time, options
        self._said: queue.SimpleQueue[tuple[int, BatchFile] | BaseException] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._filtering: set[int] = set()  # threads whose kernels are to be interrupted
        self._stopped = False

    def run(self, waiting: Iterator[tuple[int, BatchFile]]) -> None:
        """Filter one picture after the other. What is no mistake of a person's is raised by `changes`."""
        try:
            for index, file in waiting:
                for state in self._states(file):
                    self._said.put((index, state))
        except cores.Interrupted:
            pass
        except BaseException as error:
            self._said.put(error)

    def changes(self) -> list[tuple[int, BatchFile]]:
        """Wait a little for news and take all there are."""
        changes = []
        try:
            said = self._said.get(timeout=WAIT)
            while True:
                if isinstance(said, BaseException):
                    raise said
                changes.append(said)
                said = self._said.get_nowait()
        except queue.Empty:
            return changes

    def stop(self) -> None:
        """Interrupt kernels; once this returns, nothing is written any more."""
        with self._lock:
            self._stopped = True
            for thread in self._filtering:
                cores.interrupt(thread)

    def _states(self, file: BatchFile) -> Iterator[BatchFile]:
        with self._unless_stopped():
            pass
        if not self._again and _is_newer(file.destination, file.source, self._recipe_time):
            yield replace(file, state=State.SKIPPED)
            return
        yield replace(file, state=State.WORKING)
        try:
            picture = self._filtered(load(file.source))
            data = self._options.encode(picture, file.destination.name)
            with self._unless_stopped():
                write(data, file.destination)
            yield replace(file, state=State.WRITTEN)
        except UserError as error:
            yield replace(file, state=State.FAILED, reason=str(error))
        except MemoryError:
            reason = f"{file.source.name} needs more memory than there is; reduce it first."
            yield replace(file, state=State.FAILED, reason=reason)

    def _filtered(self, picture: Image) -> Image:
        thread = threading.get_ident()
        with self._unless_stopped():
            self._filtering.add(thread)
        try:
            for step in self._recipe.steps:
                with self._unless_stopped():
                    pass
                picture = step(picture)
        finally:
            with self._lock:
                self._filtering.discard(thread)
                cores.clear_interrupt(thread)
        return picture

    @contextmanager
    def _unless_stopped(self) -> Iterator[None]:
        """Do something that `stop` waits for. Raises Interrupted after it."""
        with self._lock:
            if self._stopped:
                raise cores.Interrupted
            yield


def _is_newer(result: Path, source: Path, recipe_time: float) -> bool:
    """Whether a result was finished after its picture and its recipe; it is whole, for it is written so."""
    try:
        finished = result.stat().st_mtime
        return result.is_file() and finished > max(source.stat().st_mtime, recipe_time)
    except OSError:
        return False
