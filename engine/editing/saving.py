"""Writing what a document shows: encoded beside the other jobs, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from engine.background import in_background
from engine.editing.document import Document
from engine.editing.render import RenderCache, develop
from engine.image import Image, write
from engine.jobs import Job
from engine.save_options import SaveOptions


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

    An encoder cannot be interrupted, so it works in the background.
    """
    return (yield from in_background(lambda: options.encode(image, name)))
