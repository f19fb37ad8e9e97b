"""What others have published: found, or downloaded from a server on this machine that behaves in every bad way."""

from __future__ import annotations

import hashlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.data import DATASETS, download, open_dataset, published
from engine.data.dataset import DataError, Dataset, Progress
from engine.data.download import RemoteFile
from engine.data.fashion import FASHION
from engine.data.idx import pack_idx
from engine.data.mnist import MNIST
from engine.data.published import Source
from engine.jobs import Job, finish
from tests.bad_server import ARRAYS, FILES, npz, serving, source


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving() as found:
        yield found


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("DARKROOM_DATA", raising=False)
    monkeypatch.setattr(published.platformdirs, "user_cache_dir", lambda *_, **__: str(tmp_path / "cache"))
    monkeypatch.setattr(download.tempfile, "tempdir", str(tmp_path))
    return tmp_path / "cache"


def load_mnist(sources: tuple[Source, ...]) -> Job[Dataset]:
    return replace(MNIST, sources=sources).load()


def idx_source(address: str) -> Source:
    files = [f"/{name}.gz" for name in ("x_train", "y_train", "x_test", "y_test")]
    checksums = ["md5:" + hashlib.md5(FILES[name]).hexdigest() for name in files]
    pairs = zip(files, checksums, strict=True)
    return Source(tuple(RemoteFile(f"{address}/good{name}", checksum) for name, checksum in pairs), pack_idx)


def assert_is_all_there(data: Dataset) -> None:
    np.testing.assert_allclose(data.train_images[..., 0] * 255, ARRAYS["x_train"], atol=1e-4)
    np.testing.assert_allclose(data.test_images[..., 0] * 255, ARRAYS["x_test"], atol=1e-4)
    np.testing.assert_array_equal(data.train_labels, ARRAYS["y_train"])
    np.testing.assert_array_equal(data.test_labels, ARRAYS["y_test"])


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_downloads_once_with_progress(address: str, cache: Path) -> None:
    job = load_mnist((source(address),))
    reports = []
    while True:
        try:
            reports.append(next(job))
        except StopIteration as end:
            data = end.value
            break
    assert_is_all_there(data)
    assert all(isinstance(report, Progress) for report in reports)
    assert leftovers(cache.parent) == ["mnist.npz"]
    assert_is_all_there(finish(load_mnist(())))  # from the cache: there is no source


@pytest.mark.parametrize("how", ["missing", "wrong", "truncated"])
def test_falls_back_to_the_next_source(address: str, cache: Path, how: str) -> None:
    assert_is_all_there(finish(load_mnist((source(address, how), idx_source(address)))))
    assert leftovers(cache.parent) == ["mnist.npz"]


def test_fashion_comes_from_its_four_files_with_its_class_names(address: str, cache: Path) -> None:
    data = finish(replace(FASHION, sources=(idx_source(address),)).load())
    assert_is_all_there(data)
    assert data.class_names[9] == "Ankle boot"
    assert leftovers(cache.parent) == ["fashion.npz"]
    assert DATASETS["fashion"].licence.endswith("MIT")
    assert not DATASETS["fashion"].needs_download
    assert DATASETS["mnist"].needs_download


def test_offline_offers_the_built_in_digits(address: str, cache: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(DataError, match="digits"):
            finish(load_mnist((source(nowhere), source(address, "wrong"))))
    assert leftovers(cache.parent) == []


@pytest.mark.parametrize("how", ["silent", "endless"])
def test_closing_stops_a_download_and_leaves_nothing(address: str, cache: Path, how: str) -> None:
    before = set(threading.enumerate())
    job = load_mnist((source(address, how),))
    while next(job).done == 0:
        pass
    job.close()
    assert leftovers(cache.parent) == []
    if how == "endless":
        assert "download" not in [thread.name for thread in set(threading.enumerate()) - before]


def test_a_damaged_download_is_fetched_anew(address: str, cache: Path) -> None:
    cache.mkdir()
    (cache / "mnist.npz").write_bytes(npz()[:1000])
    assert_is_all_there(finish(load_mnist((source(address),))))


def test_the_own_folder_comes_first(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "mnist.npz").write_bytes(npz())
    monkeypatch.setenv("DARKROOM_DATA", str(own))
    assert_is_all_there(finish(open_dataset("mnist")))
    (own / "mnist.npz").write_bytes(b"not an archive")
    with pytest.raises(DataError, match="damaged"):
        finish(open_dataset("mnist"))


def test_a_cache_that_cannot_be_written_is_said(address: str, cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    with pytest.raises(DataError, match="cannot be kept"):
        finish(load_mnist((source(address),)))
