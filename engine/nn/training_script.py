"""A training as a Python script or as a command: the same network, for people who go on in code or over night."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from engine import python_code
from engine.nn.layer import LayerSpec
from engine.nn.network import Network
from engine.nn.plan import TrainingPlan
from engine.nn.residual import Residual
from engine.nn.standardization import Standardization


def to_python(network: Network, source: str, plan: TrainingPlan) -> str:
    """A script that trains such a network from its starting weights, run as `python script.py MODEL`.

    `source` is what opens the data. Settings that have their default are left out.
    """
    names = {
        "engine.data": {"open_dataset"},
        "engine.jobs": {"finish"},
        "engine.nn.metrics": {"evaluate"},
        "engine.nn.model_file": {"save_model"},
        "engine.nn.network": {"Network"},
        "engine.nn.training": {"TrainingPlan", "train"},
    }
    for spec in _all(network.specs):
        names.setdefault(type(spec).__module__, set()).add(type(spec).__name__)
    measured = ["network.layers[0].measure(data.train_images)"] * isinstance(network.specs[0], Standardization)
    return "\n".join(
        [
            f'"""{network.title} on {_in_docstring(source)}: python script.py MODEL"""',
            "",
            "import sys",
            "",
            *python_code.imports(names),
            "",
            f"data = finish(open_dataset({python_code.text(source)}))",
            "layers = (",
            *(f"    {_layer(spec)}," for spec in network.specs),
            ")",
            f"plan = {python_code.declared(plan)}",
            "network = Network.build(layers, data.input_shape, data.class_names, plan.seed)",
            *measured,
            "finish(train(network, data, plan))",
            "print(evaluate(network, data.test_images, data.test_labels).accuracy)",
            "save_model(network, sys.argv[1])",
            "",
        ]
    )


def to_command(preset: str, source: str, plan: TrainingPlan, usual: TrainingPlan) -> str:
    """The command that trains a network known by name; `usual` is the plan it would have without options."""
    words = ["python", "main.py", "train", "--data", source, "--network", preset]
    for setting in plan.settings():
        value = getattr(plan, setting.name)
        if value != getattr(usual, setting.name) and setting.counts_in(plan):
            words += [f"--{setting.name.replace('_', '-')}", setting.print(value)]
    return shlex.join([*words, "--save", f"{preset}.safetensors"])


def _all(specs: tuple[LayerSpec, ...]) -> Iterator[LayerSpec]:
    for spec in specs:
        yield spec
        if isinstance(spec, Residual):
            yield from _all(spec.layers)


def _layer(spec: LayerSpec) -> str:
    if isinstance(spec, Residual):
        return python_code.call("Residual", [python_code.tuple_of(map(_layer, spec.layers))])
    return python_code.declared(spec)


def _in_docstring(text: str) -> str:
    return text.replace("\\", "/").replace('"', "'")
