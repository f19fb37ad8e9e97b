"""A dream: pictures that change step by step until a network sees in them what is wanted."""

from __future__ import annotations

from collections import deque

import numpy as np

from engine.dream.dreams import DreamReport, Dreams, Film
from engine.dream.gradient import GradientClimb
from engine.dream.method import Stepper, Task
from engine.dream.objective import DreamError, Objective
from engine.dream.plan import DreamPlan, Method
from engine.dream.search import Search
from engine.dream.start import Start, StartKind
from engine.jobs import Job
from engine.nn.network import Network

Array = np.ndarray
STEPPERS: dict[Method, type[GradientClimb] | type[Search]] = {
    Method.GRADIENT: GradientClimb,
    Method.SEARCH: Search,
}


def seen_by(network: Network) -> tuple[int, int, int]:
    """Height, width and channels of the pictures a network sees. Raises DreamError where it sees none."""
    if len(network.input_shape) != 3:
        raise DreamError("This network does not see pictures, so it cannot dream of any.")
    height, width, channels = network.input_shape
    return height, width, channels


def dream(
    network: Network, objective: Objective, plan: DreamPlan | None = None, start: Array | None = None
) -> Job[Dreams]:
    """Dream one picture for each objective, all at once: a `Dream` that nobody steers. Raises DreamError."""
    return (yield from Dream(network, objective, plan, start).run())


class Dream:
    """N dreams of one network: what they are about, how they are dreamt, and where they stand.

    `run` is the job that does the work. While it runs or rests, `objective` and `plan` may be replaced and light be
    painted into the pictures, from any thread; the next step follows.
    """

    def __init__(
        self, network: Network, objective: Objective, plan: DreamPlan | None = None, start: Array | None = None
    ) -> None:
        """`start` are pictures `(N, H, W, C)` in 0..1, one for each dream; without them it is Gaussian noise. Nothing
        is done yet. Raises DreamError where network, objective and start do not fit together."""
        shape = seen_by(network)
        objective.check(network)
        self.network = network
        self._objective, self._plan = objective, plan or DreamPlan()
        if start is None:
            noise = Start(start=StartKind.GAUSSIAN)
            start = noise.pictures(len(objective), shape, self._plan.seed)
        self.start = _checked(start, (len(objective), *shape))
        self.film = Film()
        self._strokes: deque[Array] = deque()
        self._images = self._centre = self.start
        self._report: DreamReport | None = None

    def __len__(self) -> int:
        return len(self._objective)

    @property
    def objective(self) -> Objective:
        """What the next step is to reach."""
        return self._objective

    @objective.setter
    def objective(self, objective: Objective) -> None:
        objective.check(self.network)
        if len(objective) != len(self):
            raise DreamError(f"There are {len(self)} dreams under way; {len(objective)} are wanted.")
        self._objective = objective

    @property
    def plan(self) -> DreamPlan:
        """How the next step is taken; of another seed nothing is seen before a new dream."""
        return self._plan

    @plan.setter
    def plan(self, plan: DreamPlan) -> None:
        self._plan = plan

    def paint(self, light: Array) -> None:
        """Add light `(H, W, C)`, the same for every dream, or `(N, H, W, C)`, where negative takes away, at the next
        step. What the dreams keep near to is painted likewise, so that it stays. Raises DreamError."""
        light = np.asarray(light, np.float32)
        if light.shape not in (self.start.shape, self.start.shape[1:]):
            raise DreamError(f"Light of shape {light.shape} does not fit pictures of shape {self.start.shape[1:]}.")
        self._strokes.append(light)

    def run(self) -> Job[Dreams]:
        """Dream to the end of the plan and return what was dreamt; yield a `DreamReport` for the start and after each
        step. A plan of no steps has no end: close the job, and ask for `dreams`. Run it once."""
        plan, step = self._plan, 0
        stepper: Stepper = STEPPERS[plan.method](plan.seed)
        task = self._task(None)
        while True:
            self._report = self._look(stepper, task, step)
            self.film.add(self._report.frame())
            yield self._report
            if 0 < self._plan.length <= step:
                return self.dreams
            if self._plan.method is not plan.method:
                plan = self._plan
                stepper = STEPPERS[plan.method](plan.seed)
            self._take_strokes()
            task = self._task(task)
            self._images = stepper.step(task, self._images)
            step += 1

    @property
    def dreams(self) -> Dreams:
        """The dreams as they stand. Raises DreamError before the first report."""
        report = self._report
        if report is None:
            raise DreamError("Nothing has been dreamt yet.")
        captions = self._objective.captions(self.network.class_names)
        return Dreams(
            *(report.images, self._objective.wanted, report.certainty, report.outputs, self.start),
            *(self.film.frames, captions),
        )

    def _task(self, last: Task | None) -> Task:
        """What is to be done now; the last task itself where nothing has changed since."""
        now = (self._objective, self._plan, self._centre)
        if last is not None and all(
            one is other for one, other in zip(now, (last.objective, last.plan, last.centre), strict=True)
        ):
            return last
        return Task(self.network, *now)

    def _take_strokes(self) -> None:
        while self._strokes:
            light = self._strokes.popleft()
            self._images = np.clip(self._images + light, 0, 1)
            self._centre = np.clip(self._centre + light, 0, 1)

    def _look(self, stepper: Stepper, task: Task, step: int) -> DreamReport:
        scores, logits = stepper.look(task, self._images)
        outputs = self.network.activation.forward(logits)
        wanted = task.objective.wanted
        certainty = np.where(wanted < 0, outputs.max(axis=1), outputs[np.arange(len(wanted)), wanted])
        return DreamReport(step, self._plan.length, self._images, outputs, scores, certainty, self.film)


def _checked(start: Array, shape: tuple[int, ...]) -> Array:
    """Pictures to begin with as float32 in 0..1. Raises DreamError where there are not as many as dreams."""
    if start.shape != shape:
        raise DreamError(f"The dreams begin with pictures of shape {shape}; those given have {start.shape}.")
    return np.clip(start, 0, 1).astype(np.float32)
