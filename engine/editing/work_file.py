"""The work under way, kept in a folder, so that it can be gone on with after the program was killed."""

from __future__ import annotations

import io
import json
import os
import secrets
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from engine.editing.document import Document
from engine.editing.history import History, Moment
from engine.errors import UserError
from engine.files import write_whole
from engine.filters.recipe import Recipe
from engine.image import Image, load
from engine.jobs import Job

KEPT_MOMENTS = 100
"""How many edits back, and how many undone ones, can still be gone to afterwards."""


class WorkError(UserError):
    """What was kept of the work makes no sense, or cannot be kept."""


@dataclass
class WorkFile:
    """Where one window keeps its picture's place, its recipe and its edits; a pasted picture is kept itself.

    What is taken out is put aside, and `tried` is where: should the work itself be what ends the program, it is
    brought back with its filters switched off, and not a third time.
    """

    folder: Path
    _pasted: tuple[Image, Path] | None = None

    @property
    def path(self) -> Path:
        return self.folder / "work.json"

    @property
    def tried(self) -> Path:
        return self.folder / "tried.json"

    @property
    def is_there(self) -> bool:
        return self.path.is_file() or self.tried.is_file()

    def keep(self, history: History[Document]) -> Job[None]:
        """Write the work; the file is never seen half done. Raises WorkError."""
        yield
        document, (moments, present) = history.present.value, _of_one_picture(history)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            pasted = self._keep_pasted(document.image) if document.path is None else None
            plain = {
                "work": 1,
                "picture": str(document.path.resolve()) if document.path else None,
                "pasted": pasted and pasted.name,
                "present": present,
                "edits": [[moment.name, _text(moment.value.recipe)] for moment in moments],
            }
            write_whole(self.path, json.dumps(plain).encode())
            self._clear(self.tried, *(path for path in self.folder.glob("pasted-*.npy") if path != pasted))
        except OSError as error:
            raise WorkError(f"The work cannot be kept in {self.folder}: {error.strerror or error}.") from error

    def take(self) -> Job[History[Document]]:
        """Read the work and put it aside. Raises WorkError."""
        yield
        again = not self.path.is_file()
        try:
            if not again:
                os.replace(self.path, self.tried)
            text = self.tried.read_text("utf-8")
            if again:
                self.tried.unlink()
            history = _history(json.loads(text), self.folder)
        except UserError as error:
            raise WorkError(f"The work of the last session cannot be brought back: {error}") from error
        except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
            raise WorkError("The work of the last session cannot be brought back: its file is damaged.") from error
        return _switched_off(history) if again else history

    def forget(self) -> None:
        """Remove what is kept: the session ends as it should."""
        self._clear(self.path, self.tried, *self.folder.glob("pasted-*.npy"))

    def _keep_pasted(self, image: Image) -> Path:
        """Write a picture that has no file, once."""
        if self._pasted is None or self._pasted[0] is not image or not self._pasted[1].is_file():
            data = io.BytesIO()
            np.save(data, image.pixels, allow_pickle=False)
            path = self.folder / f"pasted-{secrets.token_hex(8)}.npy"
            write_whole(path, data.getvalue())
            self._pasted = image, path
        return self._pasted[1]

    @staticmethod
    def _clear(*paths: Path) -> None:
        for path in paths:
            path.unlink(missing_ok=True)


@lru_cache(maxsize=4 * KEPT_MOMENTS)
def _text(recipe: Recipe) -> str:
    return recipe.to_json()


def _of_one_picture(history: History[Document]) -> tuple[tuple[Moment[Document], ...], int]:
    """The moments around the present that have its picture, and which of them is the present."""
    moments, present = history.moments, len(history.past)
    image, first, last = history.present.value.image, present, present
    while first > max(0, present - KEPT_MOMENTS) and moments[first - 1].value.image is image:
        first -= 1
    while last < min(len(moments) - 1, present + KEPT_MOMENTS) and moments[last + 1].value.image is image:
        last += 1
    return moments[first : last + 1], present - first


def _history(plain: Any, folder: Path) -> History[Document]:
    """Raises UserError, or ValueError, LookupError or TypeError for what `keep` did not write."""
    edits = [(str(name), Recipe.from_json(text)) for name, text in plain["edits"]]
    if plain["work"] != 1 or not 0 <= plain["present"] < len(edits):
        raise ValueError("no work of ours")
    if plain["picture"] is not None:
        path = Path(plain["picture"])
        image = load(path)
    else:
        path, image = None, _load_pasted(folder / Path(plain["pasted"]).name)
    moments = [Moment(name, Document(image, path, recipe)) for name, recipe in edits]
    return History(moments[0], (), tuple(moments[1:])).at(plain["present"])


def _load_pasted(path: Path) -> Image:
    try:
        return Image(np.load(path, allow_pickle=False))
    except (EOFError, MemoryError) as error:
        raise ValueError("a damaged array") from error


def _switched_off(history: History[Document]) -> History[Document]:
    """The same work with one more edit, after which no filter is on."""
    document = history.present.value
    steps = tuple(replace(step, on=False) for step in document.recipe.steps)
    return history.then("Switch all filters off", document.with_recipe(Recipe(steps)))
