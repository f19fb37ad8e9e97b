"""What one sees where two networks have dreamt the same, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from engine.dream.verdict import Verdict

CERTAIN = 0.8
READ = 0.6
"""The share of pictures, on average of both judges, from which on others see what was wanted."""
APART = 0.1
FARTHER = 1.15
"""By how much two shares, and by what factor two distances, differ at least where that is worth a word."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came of one network's dreams: how `certainty` the network itself is of them on average, in 0..1, and the
    `verdict` of others."""

    title: str
    certainty: float
    verdict: Verdict

    @property
    def is_certain(self) -> bool:
        return self.certainty >= CERTAIN

    @property
    def read(self) -> float:
        """The share of the dreams in which others see what was wanted."""
        return (self.verdict.network_agrees + self.verdict.neighbours_agree) / 2


def contrast(one: Outcome, other: Outcome) -> str:
    """What one sees in both outcomes together, as a person would say it."""
    more, less = (one, other) if one.read >= other.read else (other, one)
    if more.read < READ:
        return _unread(one, other)
    if more.read - less.read >= APART:
        return _unalike(more, less)
    near, far = (one, other) if one.verdict.nearest <= other.verdict.nearest else (other, one)
    times = far.verdict.nearest / max(near.verdict.nearest, 1e-9)
    if times < FARTHER:
        return "Others see in both what was wanted, and both are equally near to known pictures."
    return (
        f"Others see in both what was wanted, but from any known picture the dreams of {far.title} are {times:.1f} "
        f"times as far as those of {near.title}: more of them is noise that only networks overlook."
    )


def _unalike(more: Outcome, less: Outcome) -> str:
    """Others read more of one network's dreams than of the other's."""
    if len(more.verdict.outputs) == 1:
        seen = f"others see what was wanted in the dream of {more.title}, and not in that of {less.title}"
    else:
        seen = f"others read {100 * more.read:.0f} % of the dreams of {more.title}, {100 * less.read:.0f} % of those of"
        seen += f" {less.title}"
    if more.is_certain and less.is_certain:
        return f"Both networks are certain, but {seen}: certainty alone says little."
    return f"{seen[0].upper()}{seen[1:]}."


def _unread(one: Outcome, other: Outcome) -> str:
    uncertain = [outcome.title for outcome in (one, other) if not outcome.is_certain]
    if uncertain:
        return f"Others can read neither; {' and '.join(uncertain)} may need more steps."
    return "Both networks are certain, but others can read neither: certainty alone says little."
