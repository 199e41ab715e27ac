"""The command line as it was typed, as far as it decides what is found: what the next steps add their options to."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from keylint.cli.helping import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterator

DECIDING = frozenset(
    {
        *GROUPS["What is checked"],
        *GROUPS["Which findings"],
        *("baseline", "no-baseline", "config", "isolated"),
    }
) - {"exit-zero", "allow-empty"}
"""The options, by their long names, without which other findings would be shown, or others repaired."""


def typed(context: click.Context) -> str:
    """The command with its paths and the options that decide what is found."""
    paths = (str(path) for path in context.params["paths"] if path != Path())
    words = ["keylint", context.command.name or "", *paths]
    for parameter in context.command.params:
        name = max(parameter.opts, key=len)
        if isinstance(parameter, click.Option) and name.removeprefix("--") in DECIDING:
            words += _words(name, context.params[parameter.name or ""], is_repeated=parameter.multiple)
    return shlex.join(words)


def _words(name: str, value: object, *, is_repeated: bool) -> Iterator[str]:
    if value is None or value is False or value == ():
        return
    if value is True:
        yield name
    elif isinstance(value, tuple) and is_repeated:
        for each in value:
            yield from (name, str(each))
    else:
        yield from (name, ",".join(value) if isinstance(value, tuple) else str(value))
