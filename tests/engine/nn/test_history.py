"""The curves of a training."""

from __future__ import annotations

from itertools import pairwise

import pytest

from engine.nn.history import POINTS, TrainingHistory
from engine.nn.recorder import VALIDATIONS, Recorder
from engine.params import ParameterError


def test_a_long_run_keeps_its_curves_short_and_complete() -> None:
    history = TrainingHistory()
    recorder = Recorder(history, 501, 200)
    recorder.validated(0.5, 1.0)
    for step in range(50_100):
        recorder.learned(float(step), 1, 2)
        if recorder.wants_validation():
            recorder.validated(0.5, 1.0)
    assert len(history.epochs) == POINTS + 1
    assert len(history.validation_epochs) == 1 + VALIDATIONS
    assert history.steps[-1] == history.validation_steps[-1] == 50_100
    assert history.epochs[-1] == 501
    assert history.loss[:2] == [0, pytest.approx((1 + history.steps[1] - 1) / 2)]  # the mean since the last point


def test_smoothing_counts_the_first_points_in_full() -> None:
    recorder = Recorder(TrainingHistory(), 3, 1)
    for loss in (8.0, 4.0, 4.0):
        recorder.learned(loss, 0, 1)
    first, second, _ = recorder.history.smoothed_loss
    assert first == 8
    assert second == pytest.approx((0.95 * 8 + 4) / 1.95)


@pytest.mark.parametrize("plain", [None, [], {}, {"loss": [1]}], ids=str)
def test_what_is_no_history_is_refused(plain) -> None:
    with pytest.raises(ParameterError):
        TrainingHistory.from_plain(plain)


@pytest.mark.parametrize(("curve", "values"), [("loss", [1]), ("loss", 1), ("loss", ["a", 2]), ("loss", [None, 1])])
def test_curves_that_make_no_sense_are_refused(curve, values) -> None:
    recorder = Recorder(TrainingHistory(), 2, 1)
    for _ in range(2):
        recorder.learned(1.0, 1, 1)
    plain = recorder.history.to_plain()
    assert TrainingHistory.from_plain(plain).to_plain() == plain
    with pytest.raises(ParameterError):
        TrainingHistory.from_plain(plain | {curve: values})


def test_the_learning_rates_are_kept_and_older_files_have_none() -> None:
    recorder = Recorder(TrainingHistory(), 2, 1)
    for rate in (0.1, 0.01):
        recorder.learned(1.0, 1, 1, rate=rate)
    plain = recorder.history.to_plain()
    assert TrainingHistory.from_plain(plain).learning_rates == [0.1, 0.01]
    del plain["learning_rates"]
    assert TrainingHistory.from_plain(plain).learning_rates == [0.0, 0.0]


def test_a_long_curve_is_drawn_with_few_points_that_stay_where_they_are() -> None:
    history = TrainingHistory()
    drawn: list[list[float]] = []
    for step in range(1, 1001):
        history.epochs.append(step / 10)
        history.loss.append(float(step))
        across, up = history.points("epochs", "loss", 100)
        assert len(across) == len(up) <= 100
        assert up == [10 * place for place in across]
        drawn.append(up)
    assert drawn[99] == list(range(1, 101))
    assert all(set(new[: len(old)]) <= set(old) | set(new[-1:]) for old, new in pairwise(drawn))
