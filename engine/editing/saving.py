"""Writing what a document shows: encoded beside the other jobs, whole or not at all."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from engine.editing.document import Document
from engine.editing.render import RenderCache, develop
from engine.image import Image, write
from engine.jobs import Job, Rest
from engine.save_options import SaveOptions

WAIT, REST = 0.004, 0.02
"""Seconds in which a job waits for its thread, and in which it lets other jobs work."""


def save_document(document: Document, cache: RenderCache, path: Path, options: SaveOptions) -> Job[Path]:
    """Compute what is not computed yet and write the result; return the path. Raises ImageError.

    Yield a `RenderReport` before each filter. Closed before its end, no file appears.
    """
    options.applying(path.name)  # an ending that says no format is refused before anything is computed
    developed = yield from develop(document, cache)
    write((yield from encoded(developed.image, path.name, options)), path)
    return path


def saved_size(document: Document, cache: RenderCache, name: str, options: SaveOptions) -> Job[int]:
    """How many bytes a file called `name` would have. Raises ImageError."""
    developed = yield from develop(document, cache)
    return len((yield from encoded(developed.image, name, options)))


def encoded(image: Image, name: str, options: SaveOptions) -> Job[bytes]:
    """The bytes of a picture file called `name`. Raises ImageError.

    An encoder cannot be interrupted, so it works on a thread of its own; of several that were asked for and given up,
    at most one works on.
    """
    work = _Work(image, name, options)
    # a daemon, so that a window can be closed before a large picture is encoded that nobody will write
    thread = threading.Thread(target=work.run, name="encode", daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(WAIT)
            yield Rest(REST)
    finally:
        work.wanted = False
    if work.error is not None:
        raise work.error
    return work.data


_one_at_a_time = threading.Lock()


@dataclass
class _Work:
    image: Image
    name: str
    options: SaveOptions
    wanted: bool = True
    data: bytes = b""
    error: BaseException | None = field(default=None)

    def run(self) -> None:
        with _one_at_a_time:
            if not self.wanted:
                return
            try:
                self.data = self.options.encode(self.image, self.name)
            except BaseException as error:  # raised again where the job is stepped
                self.error = error
