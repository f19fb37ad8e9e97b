"""The tour writes what it says, and what it writes is whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from engine.jobs import finish
from engine.nn.model_file import load_model
from engine.tour import TourError, TourReport, Written, tour


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Written]:
    return finish(tour(tmp_path_factory.mktemp("tour") / "made" / "here"))


def test_everything_is_written_and_named(written: list[Written]) -> None:
    names = [file.path.name for file in written]
    assert names == ["filters.jpg", "training.png", "digits.safetensors", "dreams.png", "dreams.gif"]
    assert sorted(path.name for path in written[0].path.parent.iterdir()) == sorted(names)
    assert all(file.about for file in written)


def test_what_is_written_can_be_used(written: list[Written]) -> None:
    folder = written[0].path.parent
    network = load_model(folder / "digits.safetensors")
    assert network.classes == 10
    for name in ("filters.jpg", "training.png", "dreams.png"):
        with Pillow.open(folder / name) as picture:
            picture.load()
            assert min(picture.size) >= 300
            assert np.asarray(picture).std() > 10
    with Pillow.open(folder / "dreams.gif") as film:
        assert film.n_frames > 50


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(TourError, match="cannot be made"):
        next(tour(tmp_path / "file"))


def test_closing_the_tour_leaves_whole_files_only(tmp_path: Path) -> None:
    job = tour(tmp_path)
    for report in job:
        if isinstance(report, TourReport) and report.text.startswith("Training"):
            break
    job.close()
    assert [path.name for path in tmp_path.iterdir()] == ["filters.jpg"]
