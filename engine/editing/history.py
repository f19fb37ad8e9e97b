"""Undo and redo by keeping old values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Self, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Moment(Generic[T]):
    """A value as it was after an edit, and what the edit is called ("Add Median")."""

    name: str
    value: T


@dataclass(frozen=True)
class History(Generic[T]):
    """The present value, the ones before it and the undone ones after it; what did not change is shared."""

    present: Moment[T]
    past: tuple[Moment[T], ...] = ()
    future: tuple[Moment[T], ...] = ()

    @classmethod
    def begin(cls, name: str, value: T) -> Self:
        return cls(Moment(name, value))

    @property
    def moments(self) -> tuple[Moment[T], ...]:
        """All of them, the oldest first."""
        return (*self.past, self.present, *self.future)

    def at(self, index: int) -> History[T]:
        """The history with moment `index` of `moments` as its present. Raises IndexError."""
        moments = self.moments
        if not 0 <= index < len(moments):
            raise IndexError(f"there is no moment {index} among {len(moments)}")
        return History(moments[index], moments[:index], moments[index + 1 :])

    def then(self, name: str, value: T) -> History[T]:
        """The history after an edit; what had been undone is forgotten."""
        return History(Moment(name, value), (*self.past, self.present))

    def followed_by(self, later: History[T]) -> History[T]:
        """What happened here, then another history, in its present; what had been undone here is forgotten."""
        return History(later.present, (*self.past, self.present, *later.past), later.future)

    def undo(self) -> History[T]:
        """One edit back; the same history where there is none."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (self.present, *self.future))

    def redo(self) -> History[T]:
        """One undone edit forward; the same history where there is none."""
        if not self.future:
            return self
        return History(self.future[0], (*self.past, self.present), self.future[1:])
