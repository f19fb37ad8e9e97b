"""Data sets by name and from own files."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from engine.data import DATASETS, is_known, npz_file, open_dataset, settings_of, with_settings
from engine.data.dataset import DataError, Dataset, parted
from engine.data.digits import DigitsPlan
from engine.data.folder import FolderPlan
from engine.errors import UserError
from engine.jobs import finish


def arrays(**changes) -> dict:
    rng = np.random.default_rng(0)
    plain = {
        "x_train": rng.integers(0, 256, (12, 5, 4), np.uint8),
        "y_train": np.arange(12) % 3,
        "x_test": rng.integers(0, 256, (6, 5, 4), np.uint8),
        "y_test": np.arange(6) % 3,
    }
    return {name: value for name, value in (plain | changes).items() if value is not None}


def opened(folder: Path, **changes) -> Dataset:
    np.savez(folder / "own.npz", **arrays(**changes))
    return finish(open_dataset(str(folder / "own.npz")))


def test_own_bytes_are_scaled_to_one(tmp_path: Path) -> None:
    data = opened(tmp_path)
    assert data.name == "own"
    assert data.input_shape == (5, 4, 1)
    assert data.class_names == ("0", "1", "2")
    assert data.train_images.dtype == np.float32
    np.testing.assert_allclose(data.train_images[..., 0], arrays()["x_train"] / 255, atol=1e-7)
    np.testing.assert_array_equal(data.test_labels, [0, 1, 2, 0, 1, 2])


def test_own_floats_and_colours_are_taken_as_they_are(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    x_train = np.asfortranarray(rng.random((12, 5, 4, 3)))
    data = opened(tmp_path, x_train=x_train, x_test=rng.random((6, 5, 4, 3)), y_train=(np.arange(12) % 3).astype(float))
    assert data.input_shape == (5, 4, 3)
    np.testing.assert_allclose(data.train_images, x_train, atol=1e-7)
    assert data.train_labels.dtype == np.int64


BAD = {
    "no labels": {"y_train": None},
    "labels too few": {"y_train": np.arange(11) % 3},
    "labels of pictures": {"y_train": np.zeros((12, 3))},
    "labels in fractions": {"y_train": np.linspace(0, 2, 12)},
    "labels below zero": {"y_train": np.arange(12) - 1},
    "labels without end": {"y_train": np.arange(12) * 10**9},
    "labels of words": {"y_train": np.array(["a"] * 12)},
    "labels all the same": {"y_train": np.zeros(12, int), "y_test": np.zeros(6, int)},
    "pickled labels": {"y_train": np.array([{}] * 12)},
    "flat pictures": {"x_train": np.zeros((12, 20), np.uint8)},
    "no pictures": {"x_train": np.zeros((0, 5, 4), np.uint8), "y_train": np.zeros(0, int)},
    "pictures of two sizes": {"x_test": np.zeros((6, 4, 4), np.uint8)},
    "pictures of many channels": {"x_train": np.zeros((12, 5, 4, 7), np.uint8)},
    "pictures up to 255 as floats": {"x_train": np.full((12, 5, 4), 255.0)},
    "pictures that are not numbers": {"x_train": np.full((12, 5, 4), np.nan)},
    "pictures of integers": {"x_train": np.zeros((12, 5, 4), np.int64)},
}


@pytest.mark.parametrize("changes", BAD.values(), ids=BAD)
def test_data_that_makes_no_sense_is_refused_in_one_sentence(tmp_path: Path, changes: dict) -> None:
    with pytest.raises(DataError) as caught:
        opened(tmp_path, **changes)
    assert "own.npz" in str(caught.value)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


class Trap:
    """An object whose unpickling would be seen."""

    sprung = False

    def __reduce__(self) -> tuple:
        return setattr, (Trap, "sprung", True)


def test_nothing_is_ever_unpickled(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        opened(tmp_path, y_train=np.array([Trap()] * 12))
    assert not Trap.sprung


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.npz"
    np.savez_compressed(path, **arrays())
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        middle = archive.getinfo("x_train.npy").header_offset + 200
    for broken in (b"", b"text", data[: len(data) // 2], data[:middle] + b"\xff" * 20 + data[middle + 20 :]):
        path.write_bytes(broken)
        with pytest.raises(DataError, match=r"own\.npz"):
            finish(open_dataset(str(path)))


def test_a_file_that_unpacks_to_too_much_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(npz_file, "MOST_BYTES", 500)
    with pytest.raises(DataError, match="at most"):
        opened(tmp_path)


@pytest.mark.parametrize("source", ["nonsense", "/no/such/file.npz", "", ":test=4", "nonsense:test=40"])
def test_what_is_not_there_is_said(source: str) -> None:
    with pytest.raises(DataError, match="digits"):
        finish(open_dataset(source))


def test_the_built_in_digits() -> None:
    data = finish(open_dataset("digits"))
    from sklearn.datasets import load_digits

    assert data.input_shape == (8, 8, 1)
    assert (len(data.train_images), len(data.test_images)) == (1437, 360)
    everything = np.concatenate([data.train_images, data.test_images])[..., 0]
    assert everything.min() == 0
    assert everything.max() == 1
    found = {(picture * 16).astype(int).tobytes() for picture in everything}
    assert found == {picture.astype(int).tobytes() for picture in load_digits().images}
    counts = np.bincount(data.test_labels)
    assert counts.min() >= 34
    assert counts.max() <= 38
    assert not DATASETS["digits"].needs_download


def test_settings_follow_the_name_and_stay_with_the_data() -> None:
    data = finish(open_dataset(" Digits:test=40 "))
    assert (len(data.train_images), len(data.test_images)) == (1078, 719)
    assert data.name == "digits:test=40"
    np.testing.assert_array_equal(finish(open_dataset(data.name)).test_images, data.test_images)
    assert is_known(data.name)
    assert not is_known("own.npz")
    assert finish(open_dataset("digits:test=20")).name == "digits"


@pytest.mark.parametrize("source", ["digits:tset=4", "digits:test=400", "digits:test=", "xor:noise=1", "digits:"])
def test_settings_that_there_are_not_are_refused(source: str) -> None:
    with pytest.raises(UserError) as caught:
        finish(open_dataset(source))
    assert "\n" not in str(caught.value)


def test_every_class_is_parted_alike_and_none_is_only_tested() -> None:
    labels = np.random.default_rng(0).permutation(np.repeat(np.arange(4), [100, 50, 10, 1]))
    for seed in range(20):
        train, test = parted(labels, 30, np.random.default_rng(seed))
        assert sorted([*train, *test]) == list(range(161))
        counts = np.bincount(labels[test], minlength=4)
        assert np.abs(counts - [30, 15, 3, 0]).max() <= 1
        assert 3 in labels[train]


def test_labels_follow_the_names_a_network_knows() -> None:
    data = finish(open_dataset("digits"))
    turned = data.labelled_as(tuple("9876543210ab"))
    np.testing.assert_array_equal(turned.test_labels, 9 - data.test_labels)
    assert turned.classes == 12
    other = data.labelled_as(tuple("abcdefghij"))
    np.testing.assert_array_equal(other.test_labels, data.test_labels)
    with pytest.raises(DataError, match="does not know: 9"):
        data.labelled_as(tuple("012345678"))


def test_split_takes_each_picture_once() -> None:
    data = finish(open_dataset("digits"))
    training, validation = data.split(0.1, np.random.default_rng(1))
    assert len(validation) == 144
    assert sorted([*training, *validation]) == list(range(1437))
    again, _ = data.split(0.1, np.random.default_rng(1))
    np.testing.assert_array_equal(training, again)
    assert len(data.split(0.0, np.random.default_rng(1))[1]) == 0


@pytest.mark.mnist
def test_the_real_mnist() -> None:
    data = finish(open_dataset("mnist"))
    assert data.train_images.shape == (60000, 28, 28, 1)
    assert data.test_images.shape == (10000, 28, 28, 1)
    assert data.test_labels[:5].tolist() == [7, 2, 1, 0, 4]


def test_a_source_tells_its_settings_and_takes_others(tmp_path: Path) -> None:
    assert settings_of("digits:test=40") == DigitsPlan(test=40)
    assert with_settings("digits:test=40", DigitsPlan(test=20)) == "digits"
    assert with_settings("Digits", DigitsPlan(test=25)) == "Digits:test=25"
    assert settings_of("xor") is None
    (tmp_path / "cats").mkdir()
    (tmp_path / "cats" / "a.png").touch()
    own = with_settings(str(tmp_path), FolderPlan(size=32, grey=True))
    assert own == f"{tmp_path}:size=32,grey=yes"
    assert settings_of(own) == FolderPlan(size=32, grey=True)
    with pytest.raises(DataError, match="has no setting 'tests'"):
        settings_of("digits:tests=40")
