"""From one dream into another: what is wanted turns, and the pictures follow."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.dream.dream import Dream
from engine.dream.dreams import Dreams
from engine.dream.objective import ClassObjective, DreamError
from engine.dream.plan import DreamPlan
from engine.jobs import Job
from engine.nn.network import Network
from engine.params import Declared, Range, param

Array = np.ndarray


@dataclass(frozen=True)
class MorphPlan(Declared):
    """How fast what is wanted turns from one class to the next."""

    turning: int = param(
        60, "steps in which what is wanted turns into the next", range=Range(1, 10_000, logarithmic=True)
    )
    resting: int = param(20, "steps at each class before it turns on", range=Range(0, 10_000))


def weights_at(way: tuple[ClassObjective, ...], morph: MorphPlan, step: int) -> ClassObjective:
    """What is wanted at a step: each objective of the way for a while, and between them every mixture, evenly."""
    leg, within = divmod(step, morph.turning + morph.resting)
    if leg >= len(way) - 1:
        return way[-1]
    return way[leg].towards(way[leg + 1], max(0.0, (within - morph.resting) / morph.turning))


def morph(
    network: Network,
    way: tuple[ClassObjective, ...],
    plan: DreamPlan | None = None,
    start: Array | None = None,
    turning: MorphPlan | None = None,
) -> Job[Dreams]:
    """Dream the first objective of the way for the plan's steps, then turn what is wanted into the next, and so on.

    All have equally many dreams. Yields `DreamReport`s; the film of the result shows the turning. Raises DreamError.
    """
    if len(way) < 2 or len({len(each) for each in way}) != 1:
        raise DreamError("A morph leads from one dream to another, as many as there are at first.")
    plan, turning = plan or DreamPlan(), turning or MorphPlan()
    first = plan.length
    last = first + (len(way) - 1) * (turning.turning + turning.resting) + turning.resting
    endless = replace(plan, steps=0, rounds=0)
    dream = Dream(network, way[0], endless, start)
    for each in way:
        each.check(network)
    job = dream.run()
    try:
        for report in job:
            yield replace(report, steps=last)
            if report.step == last:
                break
            if report.step >= first:
                dream.objective = weights_at(way, turning, report.step + 1 - first)
    finally:
        job.close()
    return dream.dreams
