"""What a screen shows of a picture: eight bits, in several sizes, made once and forgotten with the picture."""

from __future__ import annotations

import gc
import weakref

import numpy as np

from engine.editing.screen import digit_picture, screen_picture
from engine.image import Image

PHOTO = Image(np.random.default_rng(0).integers(0, 256, (30, 20, 3), np.uint8))


def test_screen_levels_halve_down_to_about_a_screen() -> None:
    wide = Image(np.full((5, 5000), 77, np.uint8))
    picture = screen_picture(wide)
    assert [level.shape for level in picture.levels] == [(5, 5000, 1), (3, 2500, 1), (2, 1250, 1), (1, 625, 1)]
    assert (picture.levels[-1] == 77).all()
    assert picture.opaque
    assert not screen_picture(Image(np.zeros((2, 2, 4), np.uint8))).opaque


def test_a_screen_gets_eight_bits_and_transparent_grey_becomes_colour() -> None:
    deep = Image(np.array([[[65535, 0], [32768, 65535]]], np.uint16))
    np.testing.assert_array_equal(screen_picture(deep).levels[0], [[[255, 255, 255, 0], [128, 128, 128, 255]]])


def test_a_picture_is_reduced_once() -> None:
    assert screen_picture(PHOTO) is screen_picture(PHOTO)


def test_a_digit_is_shown_with_its_brightness() -> None:
    for step in range(10):
        shown = digit_picture(np.full((8, 8, 1), step / 9, np.float32)).levels
        assert [level.shape for level in shown] == [(8, 8, 1)]
        assert (shown[0] == round(255 * step / 9)).all()


def test_pictures_that_were_shown_do_not_stay_in_memory() -> None:
    image = Image(np.zeros((5, 5, 3), np.uint16))
    shown, gone = screen_picture(image).levels[0], weakref.ref(screen_picture(image))
    assert shown.dtype == np.uint8
    del image
    gc.collect()
    assert gone() is None
