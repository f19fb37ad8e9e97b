"""The plan: what is set, what stands while it runs, augmented pictures, and the curve of the rate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.nn.presets import PRESETS
from gui.controls import NumberField
from gui.training.plan_section import AUGMENTATION, PlanSection
from gui.training.workspace import TrainWorkspace

Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture
def section(training: TrainWorkspace) -> PlanSection:
    training.session.choose_preset(PRESETS["mlp-128"])
    return training.setup.plan


def field(section: PlanSection, label: str) -> NumberField:
    return next(found for found in section.findChildren(NumberField) if found.accessibleName() == label)


def write(section: PlanSection, label: str, text: str) -> None:
    number = field(section, label)
    number.setFocus()
    number.selectAll()
    QTest.keyClicks(number, text)
    QTest.keyClick(number, Qt.Key.Key_Return)


def test_what_is_typed_is_the_plan_whichever_part_it_is_in(training: TrainWorkspace, section: PlanSection) -> None:
    write(section, "Learning rate", "0.02")
    section.foldouts["Loss and penalties"].set_open(True)
    write(section, "L2", "0.25")
    write(section, "Epochs", "12")
    plan = training.session.plan
    assert (plan.learning_rate, plan.l2, plan.epochs) == (0.02, 0.25, 12)
    assert section.foldouts["Loss and penalties"]._note.text() == "l2 0.25"


def test_while_it_runs_only_what_can_change_on_the_way_is_enabled(
    training: TrainWorkspace, section: PlanSection, wait: Wait
) -> None:
    training.session.step()
    wait(lambda: training.session.report is not None)
    for label, is_free in (("Learning rate", True), ("L2", True), ("Seed", False), ("Validation share", False)):
        assert field(section, label).isEnabled() is is_free
    row = section.forms["Validation and seed"]._places["seed"]
    assert "stop the training to change it" in row.toolTip()
    write(section, "Learning rate", "0.5")
    training.session.step()
    wait(lambda: bool(training.session.network.history.changes))
    training.session.stop()
    assert field(section, "Seed").isEnabled()


def test_augmented_pictures_follow_the_plan(training: TrainWorkspace, section: PlanSection, wait: Wait) -> None:
    strip = section.strip
    assert strip.pictures.images is None  # nobody sees them
    section.foldouts[AUGMENTATION].set_open(True)
    wait(lambda: strip.pictures.images is not None)
    plain = strip.pictures.images
    known = {(picture * 255).round().astype(np.uint8).tobytes() for picture in training.session.dataset.train_images}
    assert all(picture.tobytes() in known for picture in plain)
    write(section, "Rotation", "40")
    wait(lambda: strip.pictures.images is not plain)
    turned = strip.pictures.images
    assert not any(picture.tobytes() in known for picture in turned)
    QTest.mouseClick(strip.another, Qt.MouseButton.LeftButton)
    wait(lambda: strip.pictures.images is not turned)
    assert len(strip.pictures.images) == 8


def test_points_are_not_augmented(training: TrainWorkspace, section: PlanSection, wait: Wait) -> None:
    foldout = section.foldouts[AUGMENTATION]
    assert foldout.isVisibleTo(section)
    training.session.choose_data("circles")
    wait(lambda: training.session.source == "circles")
    assert not foldout.isVisibleTo(section)


def test_the_curve_is_that_of_the_schedule(training: TrainWorkspace, section: PlanSection) -> None:
    assert section.rate.toolTip() == "The learning rate begins at 0.003 and ends at 0"
    training.session.set_plan(replace(training.session.plan, schedule="one-cycle"))
    assert section.rate.toolTip() == "The learning rate begins at 0.00012 and ends at 0"
