"""The headless commands: what can be done without a window, for scripts and folders."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Sequence

from engine.commands.command import CommandParser, Outcome, UsageError
from engine.errors import UserError

COMMANDS = {
    "filter": "put filters on a picture, several pictures or a folder",
    "train": "train a network",
    "evaluate": "see how well a network reads pictures it has not learned from",
    "classify": "ask a network what is on pictures",
    "summary": "see what a network consists of, layer by layer",
    "export": "write a network as an ONNX file, for other programs",
    "dream": "draw the pictures that a network is most certain of",
    "tour": "the whole job on built-in data, into a folder",
    "list": "list filters, kernels, recipes, networks or data sets",
}
INTERRUPTED = 130  # 128 and the number of the signal, as shells have it


def run(arguments: Sequence[str]) -> int:
    """Run one command and return the exit status: 0, 1 where a part of it failed, 2 for a mistake, 130 for Ctrl+C."""
    try:
        outcome = _execute(list(arguments))
        sys.stdout.flush()
    except UserError as error:
        print(_sentence(error), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader, `head` for one, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return outcome.status


def _execute(arguments: list[str]) -> Outcome:
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        return _told(Outcome({}, _help()), as_json=False)
    name = arguments[0]
    if name not in COMMANDS:
        raise UsageError(f"There is no command and no picture {name!r}; the commands are {', '.join(COMMANDS)}.")
    command = importlib.import_module(f"engine.commands.{name}")
    parser = CommandParser(name, COMMANDS[name])
    command.declare(parser)
    parser.add_argument("--json", action="store_true", help="end with one JSON object on the last line")
    try:
        options = parser.parse_args(arguments[1:])
    except SystemExit:  # after --help
        return Outcome({})
    return _told(command.run(options), options.json)


def _told(outcome: Outcome, as_json: bool) -> Outcome:
    """Say what came out, and on standard error what failed."""
    for line in outcome.complaints:
        print(line, file=sys.stderr)
    for line in [json.dumps(outcome.values)] if as_json else outcome.lines:
        print(line)
    return outcome


def _sentence(error: UserError) -> str:
    text = str(error)
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _help() -> list[str]:
    from engine.terminal import columns

    return [
        "python main.py [PICTURE]    open the window",
        "",
        *(f"python main.py {line}" for line in columns(list(COMMANDS.items()))),
        "",
        "python main.py COMMAND --help says what a command takes.",
    ]
