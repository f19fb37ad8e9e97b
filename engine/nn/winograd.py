"""Convolutions of 3×3 with less than half the multiplications (S. Winograd, 1980; A. Lavin and S. Gray, Fast algorithms
for convolutional neural networks, 2016): two answers of a row from four inputs take four products instead of six.

In two dimensions a tile of 2×2 answers comes from 4×4 inputs d and the weights g as Aᵀ [(G g Gᵀ) · (Bᵀ d B)] A, where

    Bᵀ = 1  0 -1  0    G =  1   0   0    Aᵀ = 1  1  1  0
         0  1  1  0        1/2 1/2 1/2        0  1 -1 -1
         0 -1  1  0        1/2-1/2 1/2
         0  1  0 -1         0   0   1

and the product in the middle, number by number and summed over channels, is a matrix product for each of the 16 places
of a tile. Here are Bᵀ d B and Aᵀ m A for whole rows of tiles, and the transposes of both, which the gradients take.
Rows of pictures come as *halves*: first the even columns, then the odd ones, so that every loop runs over neighbouring
numbers.
"""

from __future__ import annotations

import numpy as np
from numba import njit

G = np.array([[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]])


def spread_weights(weights: np.ndarray) -> np.ndarray:
    """G g Gᵀ: from weights `(3, 3, channels, filters)` to `(16, channels, filters)`."""
    spread = G.astype(weights.dtype)
    half = (spread @ weights.reshape(3, -1)).reshape(4, 3, -1)
    return np.matmul(spread, half).reshape(16, *weights.shape[2:])


def gather_weights(gradient: np.ndarray) -> np.ndarray:
    """Gᵀ u G: the gradient at the weights from that at what `spread_weights` made of them."""
    gather = G.T.astype(gradient.dtype)
    half = np.matmul(gather, gradient.reshape(4, 4, -1))
    return (gather @ half.reshape(4, -1)).reshape(3, 3, *gradient.shape[1:])


@njit(nogil=True, cache=True, error_model="numpy")
def _times(values, factor, result):  # type: ignore[no-untyped-def]
    for place in range(len(result)):
        result[place] = factor * values[place]


@njit(nogil=True, cache=True, error_model="numpy")
def _sum(first, second, sign, result):  # type: ignore[no-untyped-def]
    for place in range(len(result)):
        result[place] = first[place] + sign * second[place]


@njit(nogil=True, cache=True, error_model="numpy")
def _sum_of_three(first, second, third, sign, result):  # type: ignore[no-untyped-def]
    for place in range(len(result)):
        result[place] = first[place] + sign * (second[place] + third[place])


@njit(nogil=True, cache=True, error_model="numpy")
def _add(values, sign, result):  # type: ignore[no-untyped-def]
    for place in range(len(result)):
        result[place] += sign * values[place]


@njit(nogil=True, cache=True, error_model="numpy")
def _add_three(first, second, third, sign, result):  # type: ignore[no-untyped-def]
    for place in range(len(result)):
        result[place] += first[place] + second[place] + sign * third[place]


@njit(nogil=True, cache=True, error_model="numpy")
def inputs_to_tiles(halves, channels, tiles):  # type: ignore[no-untyped-def]
    """Bᵀ d B: from halves `(B, 2R + 2, 2(T + 1)·channels)` to `tiles (4, 4, B, R, T·channels)`."""
    _, _, batch, rows, width = tiles.shape
    plus, middle = halves.dtype.type(1), width + channels
    lines = np.empty((4, 2 * middle), halves.dtype)
    for number in range(batch):
        for row in range(rows):
            above, upper = halves[number, 2 * row], halves[number, 2 * row + 1]
            lower, below = halves[number, 2 * row + 2], halves[number, 2 * row + 3]
            _sum(above, lower, -plus, lines[0])
            _sum(upper, lower, plus, lines[1])
            _sum(lower, upper, -plus, lines[2])
            _sum(upper, below, -plus, lines[3])
            for line in range(4):
                even, odd = lines[line, :middle], lines[line, middle:]
                _sum(even, even[channels:], -plus, tiles[line, 0, number, row])
                _sum(odd, even[channels:], plus, tiles[line, 1, number, row])
                _sum(even[channels:], odd, -plus, tiles[line, 2, number, row])
                _sum(odd, odd[channels:], -plus, tiles[line, 3, number, row])


@njit(nogil=True, cache=True, error_model="numpy")
def inputs_from_tiles(tiles, channels, halves):  # type: ignore[no-untyped-def]
    """The transpose of `inputs_to_tiles`: add to the halves what a gradient at the tiles is there."""
    _, _, batch, rows, width = tiles.shape
    plus, middle = halves.dtype.type(1), width + channels
    lines = np.zeros((4, 2 * middle), halves.dtype)
    for number in range(batch):
        for row in range(rows):
            for line in range(4):
                even, odd = lines[line, :middle], lines[line, middle:]
                first, second = tiles[line, 0, number, row], tiles[line, 1, number, row]
                third, fourth = tiles[line, 2, number, row], tiles[line, 3, number, row]
                _times(first, plus, even[:width])
                even[width:] = 0
                _add_three(second, third, first, -plus, even[channels:])
                _sum(second, third, -plus, odd[:width])
                odd[width:] = 0
                _add(fourth, plus, odd[:width])
                _add(fourth, -plus, odd[channels:])
            _add(lines[0], plus, halves[number, 2 * row])
            _add_three(lines[1], lines[3], lines[2], -plus, halves[number, 2 * row + 1])
            _add_three(lines[1], lines[2], lines[0], -plus, halves[number, 2 * row + 2])
            _add(lines[3], -plus, halves[number, 2 * row + 3])


@njit(nogil=True, cache=True, error_model="numpy")
def outputs_from_tiles(tiles, biases, pictures):  # type: ignore[no-untyped-def]
    """Aᵀ m A, and the biases added: from tiles `(4, 4, B, R, T·filters)` to `pictures (B, H, W, filters)`."""
    _, high, wide, filters = pictures.shape
    _, _, batch, rows, width = tiles.shape
    plus = tiles.dtype.type(1)
    lines, halves = np.empty((2, 4, width), tiles.dtype), np.empty((2, width), tiles.dtype)
    for number in range(batch):
        for row in range(rows):
            for place in range(4):
                upper, lower = tiles[1, place, number, row], tiles[2, place, number, row]
                _sum_of_three(tiles[0, place, number, row], upper, lower, plus, lines[0, place])
                _sum_of_three(upper, lower, tiles[3, place, number, row], -plus, lines[1, place])
            for line in range(min(2, high - 2 * row)):
                first, second, third, fourth = lines[line, 0], lines[line, 1], lines[line, 2], lines[line, 3]
                _sum_of_three(first, second, third, plus, halves[0])
                _sum_of_three(second, third, fourth, -plus, halves[1])
                for column in range(wide):
                    values = halves[column % 2, column // 2 * filters :]
                    _sum(values, biases, plus, pictures[number, 2 * row + line, column])


@njit(nogil=True, cache=True, error_model="numpy")
def outputs_to_tiles(pictures, tiles):  # type: ignore[no-untyped-def]
    """The transpose of `outputs_from_tiles`: what a gradient at the pictures is at the tiles."""
    _, high, wide, filters = pictures.shape
    _, _, batch, rows, width = tiles.shape
    plus = tiles.dtype.type(1)
    halves, lines = np.zeros((2, width), tiles.dtype), np.zeros((2, 4, width), tiles.dtype)
    for number in range(batch):
        for row in range(rows):
            for line in range(2):
                if 2 * row + line == high:  # the last row of tiles may be filled by half
                    lines[line] = 0
                    continue
                for column in range(wide):
                    start = column // 2 * filters
                    half = halves[column % 2, start : start + filters]
                    _times(pictures[number, 2 * row + line, column], plus, half)
                _times(halves[0], plus, lines[line, 0])
                _sum(halves[0], halves[1], plus, lines[line, 1])
                _sum(halves[0], halves[1], -plus, lines[line, 2])
                _times(halves[1], -plus, lines[line, 3])
            for place in range(4):
                _times(lines[0, place], plus, tiles[0, place, number, row])
                _sum(lines[0, place], lines[1, place], plus, tiles[1, place, number, row])
                _sum(lines[0, place], lines[1, place], -plus, tiles[2, place, number, row])
                _times(lines[1, place], -plus, tiles[3, place, number, row])
