"""Dreaming by gradient ascent: which picture would make the network say 3?"""

from __future__ import annotations

import numpy as np

from engine.dream.method import Stepper, Task
from engine.dream.plan import Ascent, DreamPlan
from engine.dream.prior import blurred, cost, cost_gradient, kept_within
from engine.dream.view import View
from engine.dream.waves import Waves

Array = np.ndarray
COPIES = 12
"""How many noisy copies of a picture the network looks at in each step, where it has to see through noise."""
FIRST, SECOND, TINY = 0.9, 0.999, 1e-8
"""Adam's usual memory of gradients and of their squares, and what keeps it from dividing by zero."""


class GradientClimb(Stepper):
    """Gradient ascent at the input (D. Erhan et al., "Visualizing higher-layer features of a deep network", 2009).

    A step goes up the scores, as the plan's ascent says, and down the cost of the priors; then the pictures are brought
    back to 0..1 and into the radius around their centre. Where a view or noise is asked for, the network sees the
    pictures through it; the same for all, so that a dream does not depend on those beside it.
    """

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._steps = 0
        self._ascent = _Ascent()
        self._seen: tuple[Task, Array] | None = None
        self._gradient: Array = np.empty(0, np.float32)

    def look(self, task: Task, images: Array) -> tuple[Array, Array]:
        plan, network = task.plan, task.network
        view = View.drawn(plan, images.shape[1], images.shape[2], self._rng)
        if view is None and plan.tolerance == 0:
            scores, logits, self._gradient = task.objective.gradient(network, images, plan.aim)
        else:
            scores, logits = task.objective.scores(network, images, plan.aim)
            seen = view.of(images) if view else images
            gradient = self._through_noise(task, seen)
            self._gradient = view.back(gradient) if view else gradient
        self._seen = (task, images)
        return scores - cost(plan, images), logits

    def step(self, task: Task, images: Array) -> Array:
        if self._seen is None or self._seen[0] is not task or self._seen[1] is not images:
            self.look(task, images)
        plan = task.plan
        self._steps += 1
        direction = self._ascent.direction(plan, self._gradient) - cost_gradient(plan, images)
        images = images + np.float32(plan.step_size) * direction
        if plan.blur and self._steps % plan.blur_every == 0:
            images = blurred(images, plan.blur)
        return kept_within(images, task.centre, plan.radius).astype(np.float32, copy=False)

    def _through_noise(self, task: Task, images: Array) -> Array:
        """The gradient as a mean over noisy copies (D. Smilkov et al., "SmoothGrad", 2017)."""
        tolerance = task.plan.tolerance
        if tolerance == 0:
            return task.objective.gradient(task.network, images, task.plan.aim)[2]
        specks = tolerance * self._rng.standard_normal((COPIES, 1, *images.shape[1:]), np.float32)
        seen = (images[np.newaxis] + specks).reshape(COPIES * len(images), *images.shape[1:])
        everything = task.objective.take(np.tile(np.arange(len(images)), COPIES))
        gradient = everything.gradient(task.network, seen, task.plan.aim)[2]
        return gradient.reshape(COPIES, *images.shape).mean(axis=0)


class _Ascent:
    """Makes of gradients the way to go, of about one brightness a pixel; remembers what momentum and Adam need."""

    def __init__(self) -> None:
        self._memory: tuple[object, ...] = ()

    def direction(self, plan: DreamPlan, gradient: Array) -> Array:
        """The way `(N, H, W, C)` that a gradient of this shape makes, in the pixels or in the waves of the plan."""
        kind, waves = plan.ascent, None
        if plan.fourier:
            waves = Waves(gradient.shape[1], gradient.shape[2], plan.fourier)
            gradient = waves.to_waves(gradient)
        if self._memory[:3] != (kind, plan.fourier, gradient.shape):
            self._memory = (kind, plan.fourier, gradient.shape)
            self._steps, self._first, self._second = 0, np.zeros_like(gradient), np.zeros_like(gradient)
        if kind is Ascent.ADAM:
            way = self._adam(unit(gradient))
            return waves.to_pixels(way) if waves else way
        way = waves.to_pixels(gradient) if waves else gradient
        if kind is Ascent.PLAIN:
            return way * np.float32(way[0].size)
        if kind is Ascent.NORMALISED:
            return unit(way)
        keep = np.float32(plan.momentum)
        self._first = keep * self._first + (1 - keep) * unit(way)
        return self._first

    def _adam(self, gradient: Array) -> Array:
        """The step of D. Kingma and J. Ba, "Adam" (2015), for a rate of one."""
        self._steps += 1
        self._first += (gradient - self._first) * np.float32(1 - FIRST)
        self._second += (gradient**2 - self._second) * np.float32(1 - SECOND)
        first, second = 1 - FIRST**self._steps, 1 - SECOND**self._steps
        return self._first / np.float32(first) / (np.sqrt(self._second / np.float32(second)) + np.float32(TINY))


def unit(gradient: Array) -> Array:
    """Each picture's gradient scaled so that its root mean square is one; zero stays zero."""
    largest = np.abs(gradient).max(axis=(1, 2, 3), keepdims=True)  # squares of tiny numbers would vanish
    scaled = np.divide(gradient, largest, out=np.zeros_like(gradient), where=largest > 0)
    size = np.sqrt(np.einsum("nhwc,nhwc->n", scaled, scaled) / gradient[0].size)[:, np.newaxis, np.newaxis, np.newaxis]
    return np.divide(scaled, size, out=scaled, where=size > 0)
