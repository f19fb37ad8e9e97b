"""How a network dreams, declared."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from engine.dream.objective import Aim
from engine.params import Declared, Range, When, param


class Method(enum.Enum):
    """How a picture is changed: along the gradient at its pixels, or by trying changes at random."""

    GRADIENT = "gradient"
    SEARCH = "search"


class Ascent(enum.Enum):
    """What a step is made of: the gradient as it is, scaled to one length, carried on by those before, or by Adam."""

    PLAIN = "plain"
    NORMALISED = "normalised"
    MOMENTUM = "momentum"
    ADAM = "adam"


CLIMBING, SEARCHING = When("method", (Method.GRADIENT,)), When("method", (Method.SEARCH,))
WEAKEST, STRONGEST = 0.05, 1.0


@dataclass(frozen=True)
class DreamPlan(Declared):
    """How pictures are changed until the network sees in them what is wanted."""

    method: Method = param(
        Method.GRADIENT, "climb the gradient at the pixels, or search: try random changes and keep those that help"
    )
    steps: int = param(
        80,
        "how many times the picture is changed; 0 goes on until it is stopped",
        range=Range(0, 10_000),
        when=CLIMBING,
    )
    rounds: int = param(
        600,
        "how many times random changes are tried; 0 goes on until it is stopped",
        range=Range(0, 100_000),
        when=SEARCHING,
    )
    aim: Aim = param(Aim.PROBABILITIES, "what wanting and forbidding are about: certainty is reached, a logit never")
    radius: float = param(
        0.35,
        "how far the picture may get from its start, as change of the mean pixel (1 is black to white); 0 is no limit",
        range=Range(0, 1),
    )
    ascent: Ascent = param(Ascent.NORMALISED, "what a step is made of", when=CLIMBING)
    step_size: float = param(
        0.007,
        "how far a step changes the mean pixel; a plain step is the gradient times this times the number of pixels",
        range=Range(0.0001, 1, logarithmic=True),
        when=CLIMBING,
    )
    momentum: float = param(
        0.9,
        "how much of the last step is carried on into the next",
        range=Range(0, 0.999),
        when=When("ascent", (Ascent.MOMENTUM,)),
    )
    strength: float = param(
        0.5, "how strong a random change is at first", range=Range(WEAKEST, STRONGEST), when=SEARCHING
    )
    stroke: float = param(6.0, "how wide a random change is", range=Range(1, 50), unit="%", when=SEARCHING)
    total_variation: float = param(
        0.0, "what differences between neighbouring pixels cost: less speckle", range=Range(0, 10)
    )
    l1: float = param(0.6, "what light costs: faint specks vanish, and strokes stay", range=Range(0, 10))
    l2: float = param(0.0, "what bright light costs: strokes stay faint", range=Range(0, 10))
    blur: float = param(
        0.0, "the picture is blurred now and then: deviation of the Gaussian", range=Range(0, 10), unit="px"
    )
    blur_every: int = param(8, "so many steps from one blur to the next", range=Range(1, 1000), when=When("blur"))
    jitter: float = param(
        0.0,
        "each step the network sees the picture shifted by up to so much",
        range=Range(0, 32),
        unit="px",
        when=CLIMBING,
    )
    rotation: float = param(
        0.0, "each step it sees it turned by up to so much", range=Range(0, 180), unit="°", when=CLIMBING
    )
    scaling: float = param(
        0.0, "each step it sees it larger or smaller by up to so much", range=Range(0, 50), unit="%", when=CLIMBING
    )
    fourier: float = param(
        0.0,
        "steps go along waves instead of pixels, long waves the farther the larger this is; 1 is usual, 0 is pixels",
        range=Range(0, 3),
        when=CLIMBING,
    )
    tolerance: float = param(
        0.0,
        "the noise through which the network still has to see it: an ordinary network then draws more clearly",
        range=Range(0, 2),
        when=CLIMBING,
    )
    seed: int = param(1, "the same seed gives the same dream", range=Range(0, 2**31 - 1))

    @property
    def length(self) -> int:
        """How many steps or rounds there are, 0 where there is no end."""
        return self.steps if self.method is Method.GRADIENT else self.rounds
