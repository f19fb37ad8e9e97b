"""A sheet is judged beside its start and beside real pictures."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from engine.dream.verdict import judging
from engine.jobs import finish
from gui.dreaming.session import Mode
from gui.dreaming.workspace import DreamWorkspace
from tests.gui.dreaming.hands import Wait, at_rest, press


def test_the_figures_are_those_of_the_sheet_until_it_is_another_one(
    qtbot: QtBot, dreaming: DreamWorkspace, wait: Wait
) -> None:
    session, view = dreaming.session, dreaming.setup.verdict
    assert not view.isVisible()
    session.set_mode(Mode.SHEET)
    wait(lambda: session.report is not None and len(session.report.images) == 30)
    at_rest(dreaming, wait)
    press(qtbot, view, "Judge the sheet")
    wait(lambda: view.verdicts is not None)
    dreams = session.dreams
    expected = finish(judging(dreams.images, dreams.wanted, session.data, dreams.start))
    shares = {"Dreams": expected.dreams, "Start": expected.start, "Real": expected.real}
    for column, verdict in shares.items():
        assert view._cells["Judge agrees", column].text() == f"{100 * verdict.network_agrees:.0f} %"
        assert view._cells["Neighbours agree", column].text() == f"{100 * verdict.neighbours_agree:.0f} %"
        assert view._cells["Diversity", column].text() == f"{expected.relative(verdict)['diversity']:.2f} ×"
    assert view._cells["Nearest", "Real"].text() == "1.00 ×"
    session.start()
    wait(lambda: view.verdicts is None)
    assert not view._cells["Nearest", "Real"].isVisible()
    at_rest(dreaming, wait)
    assert view.button.text() == "Judge the sheet"
    assert view.button.isEnabled()
