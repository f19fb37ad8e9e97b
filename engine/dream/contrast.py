"""What one sees where two networks have dreamt the same, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from engine.dream.verdict import Verdict

CERTAIN = 0.8
AGREED = 0.6
"""The share of pictures, on average of both judges, from which on others see what was wanted."""


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
    def is_read(self) -> bool:
        """Whether others see what was wanted."""
        return (self.verdict.network_agrees + self.verdict.neighbours_agree) / 2 >= AGREED


def contrast(one: Outcome, other: Outcome) -> str:
    """What one sees in both outcomes together, as a person would say it."""
    uncertain = [outcome.title for outcome in (one, other) if not outcome.is_certain]
    if one.is_read and other.is_read:
        return "Others see what was wanted in the dreams of both networks: both know what it looks like."
    if one.is_read or other.is_read:
        read, unread = (one, other) if one.is_read else (other, one)
        if unread.is_certain:
            return (
                f"{unread.title} is just as certain, but only {read.title} dreams what others can read: "
                f"an ordinary network is convinced by pixels that nobody else takes for anything."
                if read.is_certain
                else f"{unread.title} is certain of what nobody else can read; {read.title} is not certain yet, "
                f"but others read it already."
            )
        return f"Others can read the dreams of {read.title}; {unread.title} has not come to anything yet."
    if uncertain:
        return f"Others cannot read either of them; {' and '.join(uncertain)} may need more steps."
    return "Both networks are certain, and others can read neither: certainty alone says little."
