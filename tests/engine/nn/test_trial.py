"""One picture: how it is seen, what is said of it, and why."""

from __future__ import annotations

import numpy as np
import pytest

from engine.data.dataset import Preparation
from engine.image import Image
from engine.jobs import finish
from engine.nn.activation import Softmax
from engine.nn.dense import Dense
from engine.nn.network import Network
from engine.nn.trial import seeing, trying

SHAPE = (28, 28, 1)


@pytest.fixture
def network() -> Network:
    return Network.build((Dense(3), Softmax()), SHAPE, ("a", "b", "c"), 2)


def test_a_drawing_is_centred_by_mass_as_the_digits_of_mnist() -> None:
    drawn = np.zeros((280, 280, 1), np.float32)
    drawn[20:120, 15:35] = 1  # a bar in the corner
    seen = finish(seeing(Image(drawn), SHAPE, Preparation.DIGIT))
    assert seen.shape == SHAPE
    rows, columns = np.flatnonzero(seen.max(axis=(1, 2)) > 0.5), np.flatnonzero(seen.max(axis=(0, 2)) > 0.5)
    assert (rows[0], rows[-1]) == (4, 23)
    assert (columns[0], columns[-1]) == (12, 15)
    whole = finish(seeing(Image(drawn), SHAPE, Preparation.PICTURE))
    np.testing.assert_allclose(whole[3:11, 2, 0], 1, atol=0.02)  # where it was


def test_without_a_network_there_is_only_what_would_be_seen() -> None:
    trial = finish(trying(None, np.ones(SHAPE, np.float32)))
    assert trial.outputs is None
    assert trial.seen.min() == 1


def test_the_outputs_and_on_demand_the_saliency_of_the_answer(network: Network) -> None:
    seen = np.random.default_rng(0).random(SHAPE, np.float32)
    trial = finish(trying(network, seen))
    assert trial.outputs is not None
    np.testing.assert_allclose(trial.outputs, network.outputs(seen[np.newaxis])[0])
    assert trial.saliency is None
    salient = finish(trying(network, seen, salient=True)).saliency
    assert salient is not None
    weights = network.layers[0].parameters()[0].value  # of a linear network the gradient is what it weighs with
    np.testing.assert_allclose(salient, weights[:, trial.outputs.argmax()].reshape(28, 28), rtol=1e-4)
