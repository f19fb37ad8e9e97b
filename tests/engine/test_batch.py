"""A recipe over a folder: several pictures at once, broken ones, starting again, stopping."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import numpy as np
import pytest

from engine import batch as batch_module
from engine import cores
from engine.batch import BatchFile, BatchReport, BatchResult, State, batch, batch_into
from engine.batch_files import BatchError, pictures_in, result_name, targets
from engine.filters import Filter
from engine.filters.recipe import Recipe, Step
from engine.image import Image, load, save
from engine.jobs import Cancelled, JobLoop, finish
from engine.save_options import Depth, SaveOptions
from tests.reference.picture_folder import BROKEN, COUNT, make_pictures, picture

RECIPE = Recipe((Step.parse("median"), Step.parse("invert")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """50 pictures, of which three are empty, cut off and no picture at all."""
    make_pictures(tmp_path / "in")
    (tmp_path / "out").mkdir()
    return tmp_path


def over(folder: Path, **options: object) -> BatchResult:
    sources = pictures_in(folder / "in")
    return finish(batch(RECIPE, sources, targets(sources, folder / "out"), **options))  # type: ignore[arg-type]


def age(path: Path, seconds: float) -> None:
    """Make a file look as old as so many seconds."""
    now = path.stat().st_mtime
    os.utime(path, (now - seconds, now - seconds))


def test_every_whole_picture_is_filtered_and_the_broken_ones_are_named(folder: Path) -> None:
    result = over(folder)
    assert [path.name for path in result.written] == [f"{n:02}.png" for n in range(COUNT) if n not in BROKEN]
    for path in result.written:
        np.testing.assert_array_equal(load(path).pixels, RECIPE(picture(int(path.stem))).pixels)
    assert [path.name for path, _ in result.failed] == ["00.png", "17.png", "49.png"]
    for (path, reason), said in zip(result.failed, ("is empty", "is damaged", "is not a picture"), strict=True):
        assert f"{path.name} {said}" in reason
    assert sorted(os.listdir(folder / "out")) == sorted(path.name for path in result.written)


def test_reports_hold_every_picture_as_it_stands(folder: Path) -> None:
    sources = pictures_in(folder / "in")
    reports = [
        report for report in batch(RECIPE, sources, targets(sources, folder / "out")) if isinstance(report, BatchReport)
    ]
    assert all([file.source for file in report.files] == sources for report in reports)
    assert all(report.done == sum(file.is_done for file in report.files) for report in reports)
    assert [report.done for report in reports] == sorted(report.done for report in reports)
    assert (reports[-1].done, reports[-1].total) == (COUNT, COUNT)
    ended = [file.state for file in reports[-1].files]
    assert [number for number, state in enumerate(ended) if state is State.FAILED] == list(BROKEN)
    assert ended.count(State.WRITTEN) == COUNT - len(BROKEN)
    order = list(State)
    for files in zip(*(report.files for report in reports), strict=True):
        assert [order.index(file.state) for file in files] == sorted(order.index(file.state) for file in files)


def test_finished_results_are_skipped_until_their_picture_or_the_recipe_changes(folder: Path) -> None:
    for path in (folder / "in").iterdir():
        age(path, 100)
    first = over(folder)
    changed, missing, older = first.written[3], first.written[5], first.written[7]
    os.utime(folder / "in" / changed.name)
    age(changed, 10)
    missing.unlink()
    age(older, 50)  # still newer than its picture
    second = over(folder)
    assert second.written == (changed, missing)
    assert second.skipped == tuple(path for path in first.written if path not in (changed, missing))
    assert second.failed == first.failed
    recipe_time = first.written[0].stat().st_mtime - 20
    assert over(folder, recipe_time=recipe_time).written == (older,)
    assert over(folder, again=True).written == first.written


def test_an_unsuitable_step_fails_each_picture_for_itself(tmp_path: Path) -> None:
    """Of a colour and a grey picture only one has a red channel."""
    colour, grey = tmp_path / "colour.png", tmp_path / "grey.png"
    save(picture(1), colour)
    save(Image(picture(1).pixels[:, :, 0]), grey)
    (tmp_path / "out").mkdir()
    result = finish(
        batch(Recipe((Step.parse("invert@red"),)), [colour, grey], targets([colour, grey], tmp_path / "out"))
    )
    assert [path.name for path in result.written] == ["colour.png"]
    assert [path for path, _ in result.failed] == [grey]
    assert "no red channel" in result.failed[0][1]


class Gate(Filter):  # without a group it is in no menu
    """Says when a picture is at it, and holds it until it may pass."""

    reached, open = threading.Semaphore(0), threading.Event()

    def __call__(self, image: Image) -> Image:
        self.reached.release()
        assert self.open.wait(60)
        return image


@pytest.fixture
def gate() -> Gate:
    Gate.reached, Gate.open = threading.Semaphore(0), threading.Event()
    return Gate()


def test_pictures_are_worked_on_at_once(folder: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_module.cores, "count", lambda: 4)
    sources = pictures_in(folder / "in")[1:10]
    job = batch(Recipe((Step(gate),)), sources, targets(sources, folder / "out"))
    next(job)
    for _ in range(4):
        assert gate.reached.acquire(timeout=60)  # four are there, none has passed
    gate.open.set()
    assert len(finish(job).written) == 9


def test_closing_writes_nothing_more(folder: Path, gate: Gate) -> None:
    sources = pictures_in(folder / "in")[1:10]
    job = batch(Recipe((Step(gate),)), sources, targets(sources, folder / "out"))
    next(job)
    assert gate.reached.acquire(timeout=60)
    job.close()
    gate.open.set()
    for thread in threading.enumerate():
        if thread.name.startswith("batch"):
            thread.join(60)
    assert os.listdir(folder / "out") == []


class Endless(Filter):
    """Computes until it is interrupted."""

    reached, interrupted = threading.Event(), threading.Event()

    def __call__(self, image: Image) -> Image:
        self.reached.set()
        try:
            while True:
                cores.over_bands(lambda first, last: None, 1, 1)
        except cores.Interrupted:
            self.interrupted.set()
            raise


def test_closing_interrupts_kernels_and_only_those(folder: Path) -> None:
    sources = pictures_in(folder / "in")
    job = batch(Recipe((Step(Endless()),)), sources, targets(sources, folder / "out"))
    next(job)
    assert Endless.reached.wait(60)
    job.close()
    assert Endless.interrupted.wait(60)
    assert len(over(folder).written) == COUNT - len(BROKEN)


def test_a_cancelled_batch_leaves_whole_files_only_and_can_be_taken_up(folder: Path) -> None:
    loop = JobLoop()
    for path in (folder / "in").iterdir():
        age(path, 100)
    sources = pictures_in(folder / "in")
    loop.submit("batch", batch(RECIPE, sources, targets(sources, folder / "out")))
    done = 0
    while done < 5:
        loop.step()
        done = max(
            [done, *(e.value.done for e in loop.collect() if isinstance(getattr(e, "value", None), BatchReport))]
        )
    loop.cancel("batch")
    loop.step()
    assert isinstance(loop.collect()[-1], Cancelled)
    there = sorted((folder / "out").iterdir())
    assert len(there) < COUNT - len(BROKEN)
    for path in there:
        np.testing.assert_array_equal(load(path).pixels, RECIPE(picture(int(path.stem))).pixels)
    result = over(folder)
    assert sorted(result.skipped) == there
    assert len(result.written) + len(there) == COUNT - len(BROKEN)


def test_a_fault_of_the_program_is_not_hidden(folder: Path) -> None:
    sources = pictures_in(folder / "in")
    job = batch(Recipe((Step(Filter()),)), sources, targets(sources, folder / "out"))
    with pytest.raises(TypeError, match="does not say what it does"):
        finish(job)


@pytest.mark.parametrize(
    ("source", "pattern", "expected"),
    [
        ("a.b.JPG", "{name}.{ext}", "a.b.JPG"),
        ("a.b.JPG", "{name}-filtered.png", "a.b-filtered.png"),
        ("{ext}.jpg", "{ext}-{name}-{name}.tif", "jpg-{ext}-{ext}.tif"),
    ],
)
def test_names_of_results(source: str, pattern: str, expected: str) -> None:
    assert result_name(Path(source), pattern) == expected


@pytest.mark.parametrize("pattern", ["{place}.png", "{}.png", "x/{name}.png", "{name}", "{name}.doc", ""])
def test_names_that_cannot_be_used(pattern: str) -> None:
    with pytest.raises(BatchError):
        result_name(Path("a.png"), pattern)


def test_results_are_numbered_so_that_their_names_sort(tmp_path: Path) -> None:
    sources = [tmp_path / f"{name}.png" for name in "kjihgfedcba"]
    names = [path.name for path in targets(sources, tmp_path / "out", "{number}-{name}.{ext}")]
    assert names[0] == "01-k.png"
    assert names[-1] == "11-a.png"
    assert names == sorted(names)


def test_no_result_takes_the_place_of_another(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="both be written to"):
        targets([tmp_path / "a.png", tmp_path / "a.jpg"], tmp_path / "out", "{name}.png")
    with pytest.raises(BatchError, match="overwritten"):
        targets([tmp_path / "a.png", tmp_path / "b.png"], tmp_path, "a.png")


def test_results_go_into_a_folder_that_is_made_as_the_options_say(folder: Path) -> None:
    sources = pictures_in(folder / "in")[1:5]
    out = folder / "new" / "deep"
    options = SaveOptions(depth=Depth.SIXTEEN)
    result = finish(batch_into(out, RECIPE, sources, "{name}-x.png", options=options))
    assert [path.name for path in result.written] == ["01-x.png", "02-x.png", "03-x.png", "04-x.png"]
    np.testing.assert_array_equal(load(out / "02-x.png").pixels, RECIPE(picture(2)).pixels.astype(np.uint16) * 257)


def test_a_pattern_that_cannot_be_used_makes_no_folder(folder: Path) -> None:
    with pytest.raises(BatchError, match="both be written"):
        finish(batch_into(folder / "new", RECIPE, pictures_in(folder / "in"), "same.png"))
    assert not (folder / "new").exists()


def test_the_time_left_counts_only_pictures_that_were_worked_on() -> None:
    states = [State.SKIPPED] * 4 + [State.WRITTEN] * 3 + [State.FAILED] + [State.WORKING] + [State.WAITING] * 5
    files = tuple(BatchFile(Path("a"), Path("b"), state) for state in states)
    assert BatchReport(files, 8, seconds=2.0).seconds_left == pytest.approx(2.0 / 4 * 6)
    assert BatchReport(files[:4] + files[8:], 4, seconds=2.0).seconds_left is None
