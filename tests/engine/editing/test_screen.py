"""What a screen shows of a picture is made once, and forgotten with it."""

from __future__ import annotations

import gc
import weakref

import numpy as np

from engine.editing.screen import screen_picture
from engine.image import Image


def test_a_picture_is_reduced_once() -> None:
    image = Image(np.zeros((3, 2100, 3), np.uint8))
    assert [level.shape for level in screen_picture(image).levels] == [(3, 2100, 3), (2, 1050, 3), (1, 525, 3)]
    assert screen_picture(image) is screen_picture(image)


def test_pictures_that_were_shown_do_not_stay_in_memory() -> None:
    image = Image(np.zeros((5, 5, 3), np.uint16))
    shown, gone = screen_picture(image).levels[0], weakref.ref(screen_picture(image))
    assert shown.dtype == np.uint8
    del image
    gc.collect()
    assert gone() is None
