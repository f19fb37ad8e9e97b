"""ONNX graphs made by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper


def graph_of(*nodes: Any, source: tuple = ("N", 1, 8, 8), weights: dict[str, np.ndarray] | None = None) -> Any:
    """A model of these nodes from "x" to "y"."""
    kind = TensorProto.FLOAT
    graph = helper.make_graph(
        list(nodes),
        "test",
        [helper.make_tensor_value_info("x", kind, source)],
        [helper.make_tensor_value_info("y", kind, ["N", 4])],
        [numpy_helper.from_array(value, name) for name, value in (weights or {}).items()],
    )
    return helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 17)])


def node(operator: str, *names: str, **attributes: Any) -> Any:
    return helper.make_node(operator, list(names[:-1]), [names[-1]], **attributes)
