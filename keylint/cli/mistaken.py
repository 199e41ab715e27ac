"""What to say of a command that there is not."""

from __future__ import annotations

import os.path
import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

# What other tools call it.
_ELSEWHERE = {
    "lint": ("check",),
    "run": ("check",),
    "scan": ("check",),
    "fix": ("check", "--fix"),
    "explain": ("rule",),
    "help": ("--help",),
    "version": ("--version",),
}


def unknown_command(arguments: Sequence[str], commands: Collection[str]) -> str:
    """The message for a command line that names none of the `commands`, with the line that was probably meant."""
    word = arguments[0]
    if os.path.lexists(word) or word.endswith(".py") or "/" in word or os.sep in word:
        return f"{word} is no command; to check it: {_line('check', *arguments)}"
    if word in _ELSEWHERE:
        return f"there is no command {word!r}; did you mean: {_line(*_ELSEWHERE[word], *arguments[1:])}"
    import difflib  # noqa: PLC0415 -- only a mistake needs it

    near = difflib.get_close_matches(word.lower(), commands, n=1, cutoff=0.5)
    if near:
        return f"there is no command {word!r}; did you mean: {_line(near[0], *arguments[1:])}"
    return f"there is no command {word!r}; the commands are {', '.join(commands)}, and keylint --help explains them"


def _line(*words: str) -> str:
    return shlex.join(["keylint", *words])
