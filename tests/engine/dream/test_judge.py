"""The judge reads real pictures, and is trained once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.data.dataset import Dataset
from engine.dream import judge as judge_module
from engine.dream.frechet import Moments
from engine.dream.judge import Judge, open_judge
from engine.nn.report import TrainingReport


@pytest.fixture
def few(digits: Dataset, own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    """Little to learn, an empty cache folder, and a recipe that takes a blink."""
    recipe = judge_module.RECIPE
    monkeypatch.setattr(judge_module, "RECIPE", replace(recipe, plan=replace(recipe.plan, epochs=1), data="digits"))
    return replace(digits, train_images=digits.train_images[:200], train_labels=digits.train_labels[:200])


def opened(data: Dataset) -> tuple[Judge, bool]:
    """The judge, and whether it had to be trained."""
    job, reports = open_judge(data), list[Any]()
    while True:
        try:
            reports.append(next(job))
        except StopIteration as end:
            return end.value, any(isinstance(report, TrainingReport) for report in reports)


def test_it_reads_real_digits_and_knows_where_they_lie(digits: Dataset, judge: Judge) -> None:
    assert np.mean(judge.outputs(digits.test_images).argmax(axis=1) == digits.test_labels) > 0.95
    expected = Moments.of(judge.features(digits.train_images))
    np.testing.assert_allclose(judge.real.mean, expected.mean, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(judge.real.covariance, expected.covariance, rtol=1e-3, atol=1e-5)


def test_its_features_are_what_its_last_layer_sees(digits: Dataset, judge: Judge) -> None:
    last = judge.network.layers[-2]
    weights, biases = (parameter.value for parameter in last.parameters())
    logits = judge.features(digits.test_images) @ weights + biases
    np.testing.assert_allclose(logits, judge.network.logits(digits.test_images), rtol=1e-3, atol=1e-4)


def test_it_is_trained_once(few: Dataset, own_cache: Path) -> None:
    first, trained = opened(few)
    assert trained
    second, trained = opened(few)
    assert not trained
    np.testing.assert_array_equal(first.network.whole.value, second.network.whole.value)
    np.testing.assert_allclose(first.real.covariance, second.real.covariance, rtol=1e-6)


def test_other_data_have_another(few: Dataset) -> None:
    opened(few)
    other = replace(few, train_images=1 - few.train_images)
    assert opened(other)[1]
    assert not opened(few)[1]


def test_a_damaged_file_is_as_good_as_none(few: Dataset, own_cache: Path) -> None:
    first, _ = opened(few)
    (path,) = (own_cache / "networks").iterdir()
    for damage in (lambda data: data[: len(data) // 2], lambda data: data[:-9] + b"x" * 9, lambda _: b""):
        path.write_bytes(damage(path.read_bytes()))
        again, trained = opened(few)
        assert trained
        np.testing.assert_array_equal(again.network.whole.value, first.network.whole.value)
        assert not opened(few)[1]


def test_closed_on_the_way_it_leaves_nothing(few: Dataset, own_cache: Path) -> None:
    job = open_judge(few)
    next(job)
    job.close()
    assert not any(own_cache.rglob("*.*"))
    assert opened(few)[1]


def test_where_nothing_can_be_kept_it_judges_all_the_same(few: Dataset, own_cache: Path) -> None:
    own_cache.mkdir(parents=True, exist_ok=True)
    (own_cache / "networks").write_bytes(b"in the way")
    assert opened(few)[0].outputs(few.test_images[:3]).shape == (3, 10)
