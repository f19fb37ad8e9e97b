"""IDX files in a person's folder."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from engine.data import idx, open_dataset
from engine.data.dataset import DataError
from engine.jobs import finish

RNG = np.random.default_rng(0)
FILES = {
    "train-images-idx3-ubyte": RNG.integers(0, 256, (30, 7, 5), np.uint8),
    "train-labels-idx1-ubyte": np.arange(30, dtype=np.uint8) % 3,
    "t10k-images-idx3-ubyte": RNG.integers(0, 256, (6, 7, 5), np.uint8),
    "t10k-labels-idx1-ubyte": np.arange(6, dtype=np.uint8) % 3,
}


def packed(array: np.ndarray) -> bytes:
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()


def write(folder: Path, *, zipped: bool = False, dot: bool = False) -> None:
    for name, array in FILES.items():
        name = name.replace("-idx", ".idx") if dot else name
        data = packed(array)
        (folder / (name + ".gz" * zipped)).write_bytes(gzip.compress(data) if zipped else data)


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("dot", [False, True])
def test_a_folder_of_idx_files_is_a_data_set(tmp_path: Path, zipped: bool, dot: bool) -> None:
    write(tmp_path, zipped=zipped, dot=dot)
    data = finish(open_dataset(str(tmp_path)))
    np.testing.assert_allclose(data.train_images[..., 0] * 255, FILES["train-images-idx3-ubyte"], atol=1e-4)
    np.testing.assert_allclose(data.test_images[..., 0] * 255, FILES["t10k-images-idx3-ubyte"], atol=1e-4)
    np.testing.assert_array_equal(data.train_labels, FILES["train-labels-idx1-ubyte"])
    assert data.class_names == ("0", "1", "2")


BROKEN = {
    "empty": b"",
    "text": b"hello, this is no such file",
    "cut off": packed(FILES["train-images-idx3-ubyte"])[:-1],
    "too long": packed(FILES["train-images-idx3-ubyte"]) + b"0",
    "sides without end": struct.pack(">HBB3I", 0, 8, 3, 1 << 31, 1 << 31, 1 << 31),
    "of floats": struct.pack(">HBB3I", 0, 13, 3, 1, 1, 1) + b"0000",
    "zip cut off": gzip.compress(packed(FILES["train-images-idx3-ubyte"]))[:-40],
    "zip damaged": gzip.compress(packed(FILES["train-images-idx3-ubyte"]))[:60] + bytes(200),
    "fewer pictures than labels": packed(FILES["train-images-idx3-ubyte"][1:]),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_broken_files_are_refused_in_one_sentence(tmp_path: Path, data: bytes) -> None:
    write(tmp_path)
    (tmp_path / "train-images-idx3-ubyte").write_bytes(data)
    with pytest.raises(DataError) as caught:
        finish(open_dataset(str(tmp_path)))
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(DataError, match="t10k-labels"):
        finish(open_dataset(str(tmp_path)))


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idx, "MOST_BYTES", 500)
    write(tmp_path, zipped=True)
    with pytest.raises(DataError, match="unpacks to more"):
        finish(open_dataset(str(tmp_path)))
