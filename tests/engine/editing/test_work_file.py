"""The work that is kept is the work that is brought back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.editing.document import Document
from engine.editing.history import History
from engine.editing.work_file import KEPT_MOMENTS, WorkError, WorkFile
from engine.filters.edges import Sobel
from engine.filters.rank import Median
from engine.filters.recipe import Step
from engine.filters.tone import Gamma
from engine.image import Image, save
from engine.jobs import finish


@pytest.fixture
def work(tmp_path: Path) -> WorkFile:
    return WorkFile(tmp_path / "work" / "1")


@pytest.fixture
def document(tmp_path: Path) -> Document:
    image = Image(np.random.default_rng(0).integers(0, 65536, (9, 7, 3)).astype(np.uint16))
    save(image, tmp_path / "photo.png")
    return Document(image, tmp_path / "photo.png")


def edited(document: Document) -> History[Document]:
    """Three edits, of which the last one is undone."""
    limited = Step.parse("sobel:direction=vertical@red+blue@1,2,3x4")
    history = History.begin(f"Open {document.title}", document)
    second = document.with_added(Median(5)).with_switched(0)
    third = second.with_recipe(replace(second.recipe, steps=(*second.recipe.steps, limited)))
    return history.then("Add Median", second).then("Add Sobel", third).then("Clear", document).undo()


def same(one: History[Document], other: History[Document]) -> bool:
    """Whether two histories are the same but for which objects hold their pixels."""
    return len(one.past) == len(other.past) and all(
        (a.name, a.value.path, a.value.recipe) == (b.name, b.value.path, b.value.recipe)
        and a.value.image.dtype == b.value.image.dtype
        and np.array_equal(a.value.image.pixels, b.value.image.pixels)
        for a, b in zip(one.moments, other.moments, strict=True)
    )


def test_recipe_edits_and_place_in_the_history_come_back(work: WorkFile, document: Document) -> None:
    assert not work.is_there
    finish(work.keep(edited(document)))
    assert work.is_there
    back = finish(WorkFile(work.folder).take())
    assert same(back, edited(document))
    assert back.past[0].value.image is back.present.value.image  # one picture, not one for each edit


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("channels", [1, 4])
def test_a_pasted_picture_comes_back_itself(work: WorkFile, dtype: type, channels: int) -> None:
    pixels = (np.random.default_rng(1).random((6, 5, channels)) * Image(np.zeros((1, 1), dtype)).white).astype(dtype)
    history = edited(Document(Image(pixels)))
    finish(work.keep(history))
    assert same(finish(WorkFile(work.folder).take()), history)


def test_a_pasted_picture_is_written_once_and_removed_when_it_is_no_longer_needed(
    work: WorkFile, document: Document
) -> None:
    def pasted() -> list[tuple[str, int]]:
        return [(path.name, path.stat().st_mtime_ns) for path in work.folder.glob("*.npy")]

    history = edited(Document(Image(np.zeros((4, 4), np.uint8))))
    finish(work.keep(history))
    first = pasted()
    finish(work.keep(history.undo()))
    assert pasted() == first != []
    next(work.folder.glob("*.npy")).unlink()  # somebody tidies up
    finish(work.keep(history))
    assert len(pasted()) == 1
    finish(work.keep(history.then("Open photo.png", document)))
    assert pasted() == []


def test_only_the_edits_of_the_picture_in_use_are_kept_and_not_without_end(work: WorkFile, document: Document) -> None:
    history = edited(Document(Image(np.zeros((4, 4), np.uint8)))).then("Open photo.png", document)
    for number in range(2 * KEPT_MOMENTS):
        history = history.then(f"Change {number}", document.with_added(Gamma(1 + number / 100)))
    finish(work.keep(history))
    back = finish(work.take())
    assert [moment.name for moment in back.moments] == [f"Change {KEPT_MOMENTS + n}" for n in range(-1, KEPT_MOMENTS)]
    assert back.present.value.recipe == history.present.value.recipe
    finish(work.keep(history.at(4)))
    assert finish(work.take()).past[0].name == "Open photo.png"


def test_work_that_ends_the_program_again_comes_back_with_its_filters_off_and_then_no_more(
    work: WorkFile, document: Document
) -> None:
    finish(work.keep(edited(document)))
    finish(work.take())
    again = finish(work.take())
    assert [step.on for step in again.present.value.recipe.steps] == [False, False]
    assert again.undo().present.value.recipe == edited(document).present.value.recipe
    assert not work.is_there


def test_work_that_is_kept_again_has_stood_the_test(work: WorkFile, document: Document) -> None:
    finish(work.keep(edited(document)))
    history = finish(work.take())
    finish(work.keep(history))
    assert same(finish(work.take()), history)


def test_forgetting_leaves_nothing(work: WorkFile) -> None:
    finish(work.keep(edited(Document(Image(np.zeros((4, 4), np.uint8))))))
    work.forget()
    assert not work.is_there
    assert list(work.folder.iterdir()) == []
    work.forget()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "17", '{"work": 2}', '{"work": 1, "picture": 3}', "\x00" * 100, "[" * 100_000]
)
def test_a_damaged_file_is_refused_with_a_sentence(work: WorkFile, document: Document, text: str) -> None:
    finish(work.keep(edited(document)))
    work.path.write_text(text)
    with pytest.raises(WorkError, match="cannot be brought back: its file is damaged"):
        finish(work.take())


@pytest.mark.parametrize(
    ("field", "value"),
    [("present", 9), ("present", -1), ("present", "x"), ("edits", []), ("edits", [["a"]]), ("edits", [["a", "{}"]]),
     ("picture", None), ("picture", 7), ("work", 2)],
)  # fmt: skip
def test_a_file_that_makes_no_sense_is_refused(work: WorkFile, document: Document, field: str, value: object) -> None:
    finish(work.keep(edited(document)))
    plain = json.loads(work.path.read_text())
    work.path.write_text(json.dumps({**plain, field: value}))
    with pytest.raises(WorkError, match="cannot be brought back"):
        finish(work.take())


def test_a_picture_that_is_gone_or_cut_short_is_said(work: WorkFile, document: Document) -> None:
    finish(work.keep(edited(document)))
    document.path.unlink()
    with pytest.raises(WorkError, match=r"cannot be brought back: photo\.png"):
        finish(work.take())
    finish(work.keep(edited(Document(Image(np.zeros((40, 40), np.uint8))))))
    pasted = next(work.folder.glob("*.npy"))
    for data in (pasted.read_bytes()[:-9], b"", b"\x93NUMPY", b"no array"):
        finish(work.keep(edited(document := Document(Image(np.zeros((40, 40), np.uint8))))))
        next(work.folder.glob("*.npy")).write_bytes(data)
        with pytest.raises(WorkError, match="its file is damaged"):
            finish(work.take())


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path, document: Document) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(WorkError, match="cannot be kept"):
        finish(WorkFile(tmp_path / "file" / "work").keep(edited(document)))


def test_the_recipe_in_the_file_is_one_that_the_command_line_takes(work: WorkFile, document: Document) -> None:
    finish(work.keep(History.begin("Open", document.with_added(Sobel()))))
    text = json.loads(work.path.read_text())["edits"][0][1]
    assert json.loads(text)["steps"][0]["filter"] == "sobel"
