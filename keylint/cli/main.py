"""The `keylint` command, its exit statuses and its error messages."""

from __future__ import annotations

import errno
import importlib
import os
import re
import sys
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import Exit

from keylint import __version__
from keylint.cli.mistaken import unknown_command
from keylint.cli.streams import open_streams, say, unwritable
from keylint.errors import INTERRUPTED, KeylintError, UsageError
from keylint.faults import described
from keylint.places import require_working_directory

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "check": "Check Streamlit apps.",
    "init": "Set keylint up in a project: configuration, baseline, pre-commit hook.",
    "baseline": "Write down what is found, so that only new findings are reported.",
    "demo": "Check the app that comes with keylint, to see what it finds.",
    "migrate": "Replace workarounds by persist_state.",
    "map": "Show which page shows, reads, keeps and loses which key.",
    "rule": "Explain a rule, or list the rules.",
}
"""Each command, `command` in the module of its name, with its short help. A module is imported when its command runs:
the rest of the command line starts fast."""

GROUPS = {"Find and repair": ("check", "migrate"), "Start": ("init", "baseline", "demo"), "Understand": ("map", "rule")}
EXAMPLES = (
    ("keylint check", "check the apps in this folder and below"),
    ("keylint demo", "see what it finds in a small app"),
    ("keylint rule KEY101", "read about a rule"),
)
FAILURE = 2
_NUMBER = re.compile(r"-?\d{1,9}")
_OF_STREAMS = frozenset({errno.ENOSPC, errno.EBADF, errno.EIO, errno.EFBIG})


class Program(click.Group):
    """The group of COMMANDS. A failure is one line on standard error and exit status 2, an interrupt is status 130."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"keylint.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Writes the commands' part of the help."""
        for heading, names in GROUPS.items():
            with formatter.section(heading):
                formatter.write_dl([(name, COMMANDS[name]) for name in names])
        with formatter.section("Examples"):
            formatter.write_dl(list(EXAMPLES))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the arguments; without any, the help is printed where errors are."""
        if not args and not ctx.resilient_parsing:
            for line in ctx.get_help().splitlines():
                say(line)
            raise Exit(FAILURE)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name. Raises UsageError with the one that is meant, as far as can be told."""
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            raise UsageError(unknown_command(args, COMMANDS))
        return super().resolve_command(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Runs the command line; ends the process with the exit status that the command returns."""
        open_streams()
        try:
            require_working_directory()
            _require_completion()
            status = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.ClickException as error:
            status = _fail(error.format_message())
        except KeylintError as error:
            status = _fail(str(error))
        except (click.Abort, KeyboardInterrupt):
            status = INTERRUPTED
        except SystemExit:  # so click ends where the reader of a help has gone away, which is no error
            status = 0
        except MemoryError:
            status = _fail("there is not enough memory; allow more (ulimit -v)")
        except Exception as error:
            status = _fail(_told(error))
            if os.environ.get("KEYLINT_DEBUG") or {"-v", "--verbose"} & set(sys.argv if args is None else args):
                import traceback  # noqa: PLC0415 -- only a bug needs it

                for line in traceback.format_exc().splitlines():
                    say(line)
        return self._ended(status, standalone_mode)

    def _ended(self, status: Any, standalone_mode: bool) -> Any:
        if not standalone_mode:
            return status
        sys.exit(status)


def _told(error: Exception) -> str:
    """What to say of an error that nobody expected."""
    if isinstance(error, OSError):
        if error.errno in _OF_STREAMS:  # the help and the like
            return str(unwritable(error))
        try:
            require_working_directory()
        except UsageError as its_loss:
            return str(its_loss)
    return f"internal error, please report it: {described(error)}"


def _require_completion() -> None:
    """Raises UsageError where a shell asks for completions without saying of what."""
    instruction = os.environ.get("_KEYLINT_COMPLETE", "")
    if not instruction.endswith("_complete"):
        return
    word = os.environ.get("COMP_CWORD")
    is_said = word is not None and (instruction.startswith("fish") or _NUMBER.fullmatch(word) is not None)
    if not is_said or "COMP_WORDS" not in os.environ:
        raise UsageError("a shell that completes a command sets COMP_WORDS to it, and COMP_CWORD to the word's number")


def _fail(message: str) -> int:
    say(f"keylint: error: {' '.join(message.split())}")
    return FAILURE


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=False)
@click.version_option(__version__, prog_name="keylint", message="%(prog)s %(version)s")
def keylint() -> None:
    """Finds Streamlit widgets whose values vanish, keys that collide, and workarounds that do not work.

    The app's source is read, never run. Exit status: 0 clean, 1 findings, 2 usage or configuration error.
    """
