"""Which pictures are read wrong, and how surely, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix, precision_score, recall_score

from engine.jobs import finish
from engine.nn.activation import Softmax
from engine.nn.dense import Dense
from engine.nn.layer import LayerSpec
from engine.nn.network import Network
from engine.nn.normalization import BatchNormalization
from engine.nn.reading import Reading, leading, reading

NAMES = ("ant", "bee", "cat")


def network(*specs: LayerSpec) -> Network:
    return Network.build((*specs, Dense(3), Softmax()), (4,), NAMES, 5)


def made(labels: list[int], outputs: list[list[float]]) -> Reading:
    return Reading(network(), np.arange(len(labels)) + 100, np.array(labels), np.array(outputs, np.float32))


HAND = made(
    [0, 0, 1, 1, 2, 0],
    [[0.9, 0.1, 0], [0.4, 0.6, 0], [0, 1, 0], [0.8, 0.1, 0.1], [0.7, 0.2, 0.1], [0, 0.95, 0.05]],
)


def test_mistakes_come_surest_first() -> None:
    assert HAND.mistakes.tolist() == [5, 3, 4, 1]
    assert HAND.certainties[HAND.mistakes] == pytest.approx([0.95, 0.8, 0.7, 0.6])
    assert HAND.accuracy == pytest.approx(2 / 6)


def test_a_cell_holds_its_pictures_surest_first() -> None:
    assert HAND.confusion.tolist() == [[1, 2, 0], [1, 1, 0], [1, 0, 0]]
    assert HAND.cell(0, 1).tolist() == [5, 1]
    assert HAND.cell(0, 0).tolist() == [0]
    assert HAND.cell(2, 2).tolist() == []


def test_emphasis_is_negative_where_it_is_right_and_largest_for_the_most_frequent_mistake() -> None:
    np.testing.assert_allclose(
        HAND.emphasis(), [[-1 / 3, np.sqrt(2 / 3), 0], [np.sqrt(0.5), -0.5, 0], [1, 0, 0]], rtol=1e-6
    )


def test_rare_mistakes_are_not_emphasized_most() -> None:
    found = made([0] * 1000, [[1.0, 0.0, 0.0]] * 995 + [[0.0, 1.0, 0.0]] * 5)
    assert found.emphasis()[0].tolist() == pytest.approx([-0.995, 0.5, 0])


def test_a_class_that_is_never_said_has_no_precision() -> None:
    np.testing.assert_allclose(HAND.precisions, [1 / 3, 1 / 3, np.nan])
    np.testing.assert_allclose(HAND.recalls, [1 / 3, 1 / 2, 0])


def test_many_pictures_are_counted_as_scikit_learn_counts_them() -> None:
    rng = np.random.default_rng(0)
    images, labels = rng.random((1000, 4), np.float32), rng.integers(0, 3, 1000)
    places = rng.permutation(1000)[:700]
    net = network()
    found = finish(reading(net, images, labels, places))
    said = net.predict(images)[places]
    np.testing.assert_array_equal(found.confusion, confusion_matrix(labels[places], said, labels=[0, 1, 2]))
    options = {"labels": [0, 1, 2], "average": None, "zero_division": np.nan}
    np.testing.assert_allclose(found.recalls, recall_score(labels[places], said, **options))
    np.testing.assert_allclose(found.precisions, precision_score(labels[places], said, **options))
    number = int(found.mistakes[0])
    assert found.places[number] == places[number]
    np.testing.assert_allclose(found.outputs[number], net.outputs(images[places[number]][np.newaxis])[0], rtol=1e-5)


def test_a_training_beside_it_changes_nothing() -> None:
    net = network(BatchNormalization())
    rng = np.random.default_rng(1)
    images, labels = rng.random((300, 4), np.float32) + 3, rng.integers(0, 3, 300)
    for _ in range(3):
        net.forward(images, training=True)  # moves the means that are used later
    expected = net.outputs(images)
    job = reading(net, images, labels)
    next(job)
    net.whole.value += 1
    net.forward(images - 9, training=True)
    np.testing.assert_allclose(finish(job).outputs, expected, rtol=1e-5)


def test_no_pictures_make_no_mistakes() -> None:
    found = finish(reading(network(), np.empty((0, 4), np.float32), np.empty(0, np.int64)))
    assert found.mistakes.tolist() == []
    assert found.accuracy == 1
    assert found.confusion.sum() == 0


def test_the_leading_outputs_keep_their_order_and_the_true_class() -> None:
    outputs = np.array([0.1, 0.4, 0.0, 0.3, 0.2])
    assert leading(outputs, 3).tolist() == [1, 3, 4]
    assert leading(outputs, 3, truth=2).tolist() == [1, 2, 3]
    assert leading(outputs, 3, truth=4).tolist() == [1, 3, 4]
    assert leading(outputs, 9).tolist() == [0, 1, 2, 3, 4]
