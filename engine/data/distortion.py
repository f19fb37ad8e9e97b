"""Moving the pixels of many pictures at once, each by a random map of its own, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

ONE, HALF, SIXTH, FOUR, THREE = np.float32(1), np.float32(0.5), np.float32(1 / 6), np.float32(4), np.float32(3)


@njit(nogil=True, cache=True)
def distort(first, last, images, matrices, shifts, fields, origins, spacing, result):  # type: ignore[no-untyped-def]
    """Fill `result` with `images (N, H, W, C)`, each pixel taken from where its map says, by bilinear interpolation.

    The map of a picture is `matrices (N, 2, 2)` about its middle, plus `shifts (N, 2)`, plus a smooth field: `fields
    (N, 2, rows, columns)` are its values on a grid of `spacing` pixels, which begins `origins (N, 2)` cells outside the
    corner, and uniform cubic B-splines in between; there is none where `rows` is 0. All are in pixels, across before
    down. Beyond the edge a picture goes on as its edge is.
    """
    _, height, width, channels = images.shape
    rows = fields.shape[2]
    weights, cells = np.empty((4, width), np.float32), np.empty(width, np.intp)
    across = np.empty((2, rows, width), np.float32)
    moved = np.empty((2, width), np.float32)
    for number in range(first, last):
        if rows:
            for x in range(width):
                place = x / spacing + origins[number, 0]
                cells[x] = int(place)
                for tap, weight in enumerate(_spline(np.float32(place - cells[x]))):
                    weights[tap, x] = weight
            _between_columns(fields[number], cells, weights, across)
        for y in range(height):
            _begin_row(y, height, matrices[number], shifts[number], moved)
            if rows:
                place = y / spacing + origins[number, 1]
                row = int(place)
                _add_rows(across[:, row : row + 4], _spline(np.float32(place - row)), moved)
            if channels == 1:
                _take_grey(images[number, :, :, 0], moved, result[number, y, :, 0])
            else:
                _take(images[number], moved, result[number, y])


@njit(nogil=True, cache=True)
def _spline(t):  # type: ignore[no-untyped-def]
    """The weights of four neighbours at `t` from 0 to 1 between the middle two: the uniform cubic B-spline."""
    rest = ONE - t
    first, last = rest * rest * rest * SIXTH, t * t * t * SIXTH
    second = (FOUR + THREE * t * t * (t - ONE - ONE)) * SIXTH
    return first, second, ONE - first - second - last, last


@njit(nogil=True, cache=True)
def _between_columns(field, cells, weights, across):  # type: ignore[no-untyped-def]
    for axis in range(2):
        for row in range(field.shape[1]):
            for x in range(len(cells)):
                cell = cells[x]
                total = weights[0, x] * field[axis, row, cell]
                for tap in range(1, 4):
                    total += weights[tap, x] * field[axis, row, cell + tap]
                across[axis, row, x] = total


@njit(nogil=True, cache=True)
def _begin_row(y, height, matrix, shift, moved):  # type: ignore[no-untyped-def]
    """Where the pixels of row `y` come from, as far as matrix and shift say."""
    width = moved.shape[1]
    middle_x, middle_y = np.float32(0.5 * (width - 1)), np.float32(0.5 * (height - 1))
    down = np.float32(y) - middle_y
    begin_x = shift[0] + middle_x + matrix[0, 1] * down - matrix[0, 0] * middle_x
    begin_y = shift[1] + middle_y + matrix[1, 1] * down - matrix[1, 0] * middle_x
    for x in range(width):
        moved[0, x] = begin_x + matrix[0, 0] * np.float32(x)
        moved[1, x] = begin_y + matrix[1, 0] * np.float32(x)


@njit(nogil=True, cache=True)
def _add_rows(across, weights, moved):  # type: ignore[no-untyped-def]
    a, b, c, d = weights
    for axis in range(2):
        for x in range(moved.shape[1]):
            moved[axis, x] += (
                a * across[axis, 0, x] + b * across[axis, 1, x] + c * across[axis, 2, x] + d * across[axis, 3, x]
            )


@njit(nogil=True, cache=True)
def _cell(place, length):  # type: ignore[no-untyped-def]
    """The pixels on both sides of a place along an axis, and how far it is from the first."""
    place = min(max(place, np.float32(0)), np.float32(length - 1))
    cell = min(int(place), max(length - 2, 0))
    return cell, min(cell + 1, length - 1), place - np.float32(cell)


@njit(nogil=True, cache=True)
def _take_grey(image, moved, result):  # type: ignore[no-untyped-def]
    height, width = image.shape
    for x in range(len(result)):
        left, right, across = _cell(moved[0, x], width)
        top, bottom, down = _cell(moved[1, x], height)
        upper = image[top, left] + across * (image[top, right] - image[top, left])
        lower = image[bottom, left] + across * (image[bottom, right] - image[bottom, left])
        result[x] = upper + down * (lower - upper)


@njit(nogil=True, cache=True)
def _take(image, moved, result):  # type: ignore[no-untyped-def]
    height, width, channels = image.shape
    for x in range(len(result)):
        left, right, across = _cell(moved[0, x], width)
        top, bottom, down = _cell(moved[1, x], height)
        for channel in range(channels):
            upper = image[top, left, channel]
            upper += across * (image[top, right, channel] - upper)
            lower = image[bottom, left, channel]
            lower += across * (image[bottom, right, channel] - lower)
            result[x, channel] = upper + down * (lower - upper)
