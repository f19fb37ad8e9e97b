"""A picture drowns in noise, and the curves say how long the network recognizes it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from engine.dream.noising import NoisingPlan, noising
from engine.jobs import finish
from gui.dreaming.workspace import DreamWorkspace
from tests.gui.dreaming.hands import Wait


def drowned(dreaming: DreamWorkspace, wait: Wait) -> None:
    page = dreaming.noise
    wait(lambda: page.course is not None and not page.is_running)


def test_the_first_test_picture_is_drowned_at_once(dreaming: DreamWorkspace, wait: Wait) -> None:
    session, page = dreaming.session, dreaming.noise
    assert page.source.picture is None
    dreaming.show_page(2)
    assert page.panel.isVisible()
    assert not dreaming.setup.isVisible()
    drowned(dreaming, wait)
    expected = finish(noising(session.network, session.data.test_images[0], NoisingPlan()))
    np.testing.assert_allclose(page.course.outputs, expected.outputs, atol=1e-6)
    truth = int(session.data.test_labels[0])
    across, up = page.plot._points[session.data.class_names[truth]]
    np.testing.assert_allclose(across, expected.amounts)
    np.testing.assert_allclose(up, 100 * expected.outputs[:, truth], atol=1e-4)
    lost = expected.lost_at(truth)
    assert lost is None or f"{lost[0]:.2g}" in page.sentence.text()


def test_another_plan_and_another_picture_are_drowned_anew(dreaming: DreamWorkspace, wait: Wait) -> None:
    page = dreaming.noise
    dreaming.show_page(2)
    drowned(dreaming, wait)
    page.form._controls["steps"].changed.emit(4)
    wait(lambda: len(page.course.amounts) == 5 and not page.is_running)
    page.source.number.pick(7)
    wait(lambda: np.array_equal(page.course.images[0], dreaming.session.data.test_images[7]) and not page.is_running)


def test_pictures_are_walked_through_and_marked_in_the_plot(qtbot: QtBot, dreaming: DreamWorkspace, wait: Wait) -> None:
    page = dreaming.noise
    dreaming.show_page(2)
    drowned(dreaming, wait)
    qtbot.keyClick(page.row, Qt.Key.Key_Right)
    qtbot.keyClick(page.row, Qt.Key.Key_Right)
    assert page.row.current == 2
    assert page.plot._marked == [(float(page.course.amounts[2]), f"{page.course.amounts[2]:.2g}")]
    said = page.course.outputs[2]
    assert (
        page.row.accessibleDescription() == f"{page.course.amounts[2]:.2g}, {said.argmax()} · {100 * said.max():.0f} %"
    )
    qtbot.mouseClick(page.row, Qt.MouseButton.LeftButton, pos=QPoint(page.row.width() - 10, 30))
    assert page.row.current == len(page.course.amounts) - 1


def test_what_is_pasted_or_dropped_goes_to_the_page_that_is_seen(dreaming: DreamWorkspace) -> None:
    dreaming.show_page(2)
    assert dreaming.source is dreaming.noise.source
    dreaming.show_page(0)
    assert dreaming.source is dreaming.setup.start.source
