"""Saving a document as a job: what is written, and what is not when it is given up."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import numpy as np
import pytest

from engine.editing.document import Document
from engine.editing.render import RenderCache, RenderReport
from engine.editing.saving import encoded, save_document, saved_size
from engine.filters.recipe import Recipe, Step
from engine.image import Image, ImageError, load
from engine.jobs import Rest, finish
from engine.save_options import Depth, SaveOptions

IMAGE = Image(np.random.default_rng(3).integers(0, 256, (30, 40, 3), np.uint8))
DOCUMENT = Document(IMAGE, recipe=Recipe((Step.parse("median"), Step.parse("sobel"))))


def test_the_file_holds_the_result_and_reports_name_the_filters(tmp_path: Path) -> None:
    path = tmp_path / "out.png"
    reports = list(save_document(DOCUMENT, RenderCache(), path, SaveOptions(depth=Depth.SIXTEEN)))
    assert [report.step for report in reports if isinstance(report, RenderReport)] == [0, 1]
    assert all(isinstance(report, RenderReport | Rest) for report in reports)
    np.testing.assert_array_equal(load(path).pixels, DOCUMENT.recipe(IMAGE).pixels.astype(np.uint16) * 257)


def test_the_size_is_that_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "out.jpg"
    for quality in (30, 90):
        options = SaveOptions(quality=quality)
        size = finish(saved_size(DOCUMENT, RenderCache(), path.name, options))
        assert finish(save_document(DOCUMENT, RenderCache(), path, options)) == path
        assert path.stat().st_size == size


def test_a_name_without_a_format_is_refused_before_anything_is_computed(tmp_path: Path) -> None:
    cache = RenderCache()
    with pytest.raises(ImageError, match="does not say its format"):
        next(save_document(DOCUMENT, cache, tmp_path / "out.xyz", SaveOptions()))
    assert cache.find(IMAGE, DOCUMENT.recipe.steps[:1]) is None


class Slow(SaveOptions):
    """Options whose encoder waits until it may go on."""

    begun, go_on = threading.Semaphore(0), threading.Event()

    def encode(self, picture: Image, name: str) -> bytes:
        self.begun.release()
        assert self.go_on.wait(60)
        return super().encode(picture, name)


def test_given_up_while_it_encodes_no_file_appears(tmp_path: Path) -> None:
    Slow.begun, Slow.go_on = threading.Semaphore(0), threading.Event()
    job = save_document(Document(IMAGE), RenderCache(), tmp_path / "out.png", Slow())
    next(job)
    assert Slow.begun.acquire(timeout=60)
    job.close()
    waiting = encoded(IMAGE, "other.png", Slow())
    next(waiting)
    waiting.close()  # it never begins: one encoder at a time
    Slow.go_on.set()
    for thread in threading.enumerate():
        if thread.name == "encode":
            thread.join(60)
    assert not Slow.begun.acquire(blocking=False)
    assert os.listdir(tmp_path) == []


def test_what_an_encoder_cannot_do_is_said_where_the_job_is_stepped() -> None:
    wide = Image(np.zeros((1, 70_000), np.uint8))
    with pytest.raises(ImageError, match="cannot be written as JPEG"):
        finish(encoded(wide, "a.jpg", SaveOptions()))
