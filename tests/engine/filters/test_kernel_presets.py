"""Kernel presets: those that are shipped do what they say, a person's own are kept, damaged files do no harm."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from engine.filters.custom import CustomKernel
from engine.filters.kernel_presets import (
    SHIPPED,
    KernelPreset,
    delete_preset,
    kernel_presets,
    own_names,
    read_presets,
    save_preset,
)
from engine.filters.neighbourhood import Signed
from engine.image import Image
from engine.params import ParameterError
from tests.reference.pictures import random_picture

PRESETS = {preset.name: preset for preset in kernel_presets()}
PICTURE = Image(random_picture(1, (30, 40, 3), np.uint8))
MINE = KernelPreset("Mine, 1 × 3", "of my own", ((1, -2.5, 1),), 0.1, -12.5)


def applied(name: str, image: Image = PICTURE) -> np.ndarray:
    return PRESETS[name].filter()(image).pixels


def test_every_shipped_file_is_a_preset_with_a_name_and_help_of_its_own() -> None:
    assert read_presets().complaints == ()
    assert len(PRESETS) == len(list(SHIPPED.glob("*.json"))) >= 12
    assert len({preset.filter() for preset in PRESETS.values()}) == len(PRESETS)
    assert all(preset.help for preset in PRESETS.values())


def test_shipped_kernels_do_what_their_names_say() -> None:
    np.testing.assert_array_equal(applied("Identity"), PICTURE.pixels)
    mean = ndimage.uniform_filter(PICTURE.pixels.astype(float), (5, 5, 0))
    assert np.abs(applied("Box blur, 5 × 5") - mean).max() < 0.5 + 1e-4
    smeared = ndimage.uniform_filter1d(PICTURE.pixels.astype(float), 9, axis=1)
    assert np.abs(applied("Motion blur, across") - smeared).max() < 0.5 + 1e-4
    bell = ndimage.gaussian_filter(PICTURE.pixels.astype(float), (1, 1, 0))
    assert np.abs(applied("Gaussian blur, 5 × 5") - bell).max() < 16


@pytest.mark.parametrize("name", ["Emboss", "Relief"])
def test_reliefs_are_lit_from_the_top_left(name: str) -> None:
    pixels = np.full((20, 20), 100, np.uint8)
    pixels[5:15, 5:15] = 150
    result = applied(name, Image(pixels))[:, :, 0].astype(int)
    assert result[5, 5] > result[10, 10] > result[14, 14]


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_a_flat_picture_stays_as_it_is_or_becomes_black_or_mid_grey(name: str) -> None:
    result = applied(name, Image(np.full((12, 12), 90, np.uint8)))
    expected = 90 if sum(map(sum, PRESETS[name].weights)) else round(PRESETS[name].offset * 2.55)
    assert abs(result.astype(int) - expected).max() <= 1


def test_what_is_saved_is_found_again_and_replaces_its_namesake(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "kernels"
    path = save_preset(MINE, folder)
    assert MINE in kernel_presets(folder)
    assert len(kernel_presets(folder)) == len(PRESETS) + 1
    changed = KernelPreset(MINE.name, weights=((2,),))
    assert save_preset(changed, folder) == path
    assert changed in kernel_presets(folder)
    assert MINE not in kernel_presets(folder)
    own = KernelPreset("Sharpen", weights=((3,),))
    save_preset(own, folder)
    assert [preset for preset in kernel_presets(folder) if preset.name == "Sharpen"] == [own]


def test_no_other_preset_is_overwritten(tmp_path: Path) -> None:
    names = ["A/B", "a b", "../a b", "日本", "…", "???"]
    paths = {save_preset(KernelPreset(name), tmp_path) for name in names}
    assert len(paths) == len(names)
    assert {path.parent for path in paths} == {tmp_path}
    assert {preset.name for preset in kernel_presets(tmp_path)} >= set(names)


NUMBERS = st.floats(-1e6, 1e6)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=4), NUMBERS.filter(bool), st.floats(-100, 100))
def test_a_file_says_exactly_what_was_saved(rows: list[tuple[float, float]], divisor: float, offset: float) -> None:
    preset = KernelPreset('a "name"', "…", tuple(rows), divisor, offset)
    assert KernelPreset.from_json(preset.to_json()) == preset
    assert json.loads(preset.to_json())["weights"] == [list(row) for row in rows]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is not JSON"),
        (b"[" * 50_000, "it is not JSON"),
        (b"\xff\xfe", "it is not text"),
        (b"[1]", "must be an object"),
        (b'{"name": "x"}', "must be an object"),
        (b'{"name": "x", "weights": [[1, 2], [3]]}', "rows are equally long"),
        (b'{"name": "x", "weights": [[1, NaN]]}', "weights must be a number"),
        (b'{"name": "x", "weights": "1 2"}', "weights must be a table of numbers"),
        (b'{"name": "x", "weights": [[1]], "divisor": 0}', "divisor must not be 0"),
        (b'{"name": "x", "weights": [[1]], "offset": 1000}', "offset must be from -100 to 100"),
        (b'{"name": " ", "weights": [[1]]}', "name must have"),
        (b'{"name": "a\\nb", "weights": [[1]]}', "name must have"),
        (b'{"name": "x", "help": "\\ud800", "weights": [[1]]}', "help must be one line"),
        (b'{"name": "x", "weights": [[1]], "colour": 1}', "no setting 'colour'"),
        (b'{"name": "x", "weights": [[1]]}' + b" " * 100_000, "too large"),
    ],
)
def test_a_damaged_file_is_skipped_with_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "broken.json").write_bytes(content)
    (tmp_path / "note.txt").write_text("not a preset")
    (tmp_path / "folder.json").mkdir()
    save_preset(MINE, tmp_path)
    shelf = read_presets(tmp_path)
    assert {preset.name for preset in shelf.presets} == {*PRESETS, MINE.name}
    (sentence,) = shelf.complaints
    assert sentence.startswith("The kernel broken.json is left out: ")
    assert said in sentence


def test_a_folder_that_is_not_there_holds_none_and_one_that_cannot_be_is_refused(tmp_path: Path) -> None:
    assert read_presets(tmp_path / "none").presets == kernel_presets()
    (tmp_path / "file").write_text("")
    with pytest.raises(ParameterError, match="cannot be written"):
        save_preset(MINE, tmp_path / "file")


def test_a_preset_is_the_custom_kernel_of_the_same_numbers() -> None:
    assert MINE.filter() == CustomKernel(((1, -2.5, 1),), divisor=0.1, offset=-12.5)


def test_a_preset_of_ones_own_is_deleted_and_a_shipped_one_comes_back(tmp_path: Path) -> None:
    save_preset(MINE, tmp_path)
    save_preset(KernelPreset("Sharpen", weights=((2.0,),)), tmp_path)
    assert own_names(tmp_path) == {MINE.name, "Sharpen"}
    delete_preset(MINE.name, tmp_path)
    delete_preset("Sharpen", tmp_path)
    assert own_names(tmp_path) == frozenset()
    assert {preset.name: preset for preset in kernel_presets(tmp_path)} == PRESETS
    with pytest.raises(ParameterError, match="those that are shipped stay"):
        delete_preset("Sharpen", tmp_path)


@pytest.mark.parametrize(
    "kernel",
    [
        CustomKernel(((1, 2, -1), (0, 3, 0.5), (0, 0, 4)), 2, 10, flip=True),
        CustomKernel(((1, 2, 1),), normalise=True),
        CustomKernel(((-1, 0, 1),), normalise=True),
    ],
)
def test_a_kernel_kept_as_a_preset_does_the_same(kernel: CustomKernel) -> None:
    np.testing.assert_array_equal(KernelPreset.of(" Kept ", kernel).filter()(PICTURE).pixels, kernel(PICTURE).pixels)
    with pytest.raises(ParameterError, match="choose saturate"):
        KernelPreset.of("Kept", CustomKernel(signed=Signed.ABSOLUTE))
