"""Edits of a document."""

from __future__ import annotations

import numpy as np

from engine.editing.document import Document
from engine.filters.edges import Sobel
from engine.filters.rank import Median
from engine.filters.recipe import Channel, Region, Step
from engine.filters.tone import Invert
from engine.image import Image

IMAGE = Image(np.zeros((3, 3), np.uint8))


def titles(document: Document) -> list[str]:
    return [step.filter.title for step in document.recipe.steps]


def test_every_edit_leaves_the_old_document_as_it_was() -> None:
    empty = Document(Image(np.zeros((3, 3), np.uint8)))
    two = empty.with_added(Median()).with_added(Invert())
    three = two.with_added(Sobel(), 1)
    assert [titles(document) for document in (empty, two, three)] == [
        [],
        ["Median", "Invert"],
        ["Median", "Sobel", "Invert"],
    ]
    assert titles(three.with_moved(0, 2)) == ["Sobel", "Invert", "Median"]
    assert titles(three.with_moved(2, 0)) == ["Invert", "Median", "Sobel"]
    assert titles(three.without(1)) == ["Median", "Invert"]
    assert three.with_filter(0, Median(5)).recipe.steps[0].filter == Median(5)
    assert three.with_switched(1).recipe.steps[1].on is False
    assert three.with_switched(1).with_filter(1, Sobel(scale=2.0)).recipe.steps[1].on is False
    assert three.with_switched(1).with_switched(1) == three


def test_a_step_keeps_its_limits_when_it_is_changed_or_duplicated() -> None:
    plain = Document(Image(np.zeros((3, 3), np.uint8))).with_added(Median()).with_added(Invert())
    region = Region(1, 0, 2, 3)
    limited = plain.with_limits(0, (Channel.RED,), region).with_filter(0, Median(5))
    assert limited.recipe.steps[0] == Step(Median(5), channels=(Channel.RED,), region=region)
    off = limited.with_switched(0).with_duplicated(0)
    assert titles(off) == ["Median", "Median", "Invert"]
    assert off.recipe.steps[0] == off.recipe.steps[1] == Step(Median(5), False, (Channel.RED,), region)
    assert off.with_limits(1, (), None).recipe.steps[1] == Step(Median(5), False)


def test_what_an_edit_came_to_is_said_in_a_few_words() -> None:
    document = Document(IMAGE).with_added(Median())
    larger = document.with_filter(0, Median(7))
    assert larger.differs(document) == Median(7).describe() != ""
    assert document.without(0).differs(document) == ""
    assert larger.differs(Document(Image(IMAGE.pixels))) == ""  # another picture was opened
