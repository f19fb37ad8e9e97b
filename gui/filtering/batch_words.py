"""How far a batch is and what came of it, in words; and since when its recipe has been in use."""

from __future__ import annotations

import json
import time

from engine.batch import BatchReport, BatchResult, State
from engine.filters.recipe import Recipe
from engine.save_options import SaveOptions
from gui.settings import Settings


def progress(report: BatchReport) -> str:
    """How many pictures are done, what became of them, and how long the rest takes."""
    parts = [f"{report.done} of {report.total}"]
    parts += [f"{number} {state.value}" for state in (State.SKIPPED, State.FAILED) if (number := report.count(state))]
    if report.seconds_left is not None and report.done < report.total:
        parts.append(f"{duration(report.seconds_left)} left")
    return "    ·    ".join(parts)


def summary(result: BatchResult) -> str:
    """What was written, what was finished before and what failed, in a sentence."""
    parts = [f"{count(len(result.written), 'picture')} written"]
    parts += [f"{len(result.skipped)} finished before and skipped"] if result.skipped else []
    parts += [f"{len(result.failed)} failed"] if result.failed else []
    return ", ".join(parts) + "."


def first_used(settings: Settings, recipe: Recipe, options: SaveOptions) -> float:
    """When this recipe and these options were first used, as long as no others were used after them; since 1970.

    Results that are newer were made by them, in this session or an earlier one.
    """
    work = json.dumps([recipe.to_json(), options.to_plain()])
    if settings.text("batch work") != work:
        settings.set_text("batch work", work)
        settings.set_text("batch since", repr(time.time()))
    try:
        return float(settings.text("batch since"))
    except ValueError:  # edited by hand: nothing counts as finished
        return time.time()


def count(number: int, noun: str) -> str:
    """A number of things: "1 picture", "3 pictures"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def duration(seconds: float) -> str:
    """Seconds as a person says them: "8 s", "1 min 5 s"."""
    minutes, rest = divmod(max(1, round(seconds)), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
