"""`--output-format`: in which formats the findings are written, and where to."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from keylint.cli.destination import destination
from keylint.cli.output import emit
from keylint.cli.source import read_lines
from keylint.errors import UsageError
from keylint.reporters import FORMATS, MACHINE_FORMATS, render
from keylint.reporters.part_by_part import part_by_part

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from keylint.cli.destination import Destination
    from keylint.findings import Fault, Finding, Report
    from keylint.reporters.view import View

    Command = TypeVar("Command", bound=Callable[..., Any])

_OPTION = "--output-format"


@dataclass(frozen=True, slots=True)
class Wish:
    """A format that was asked for; without a `file` it is that of the output proper."""

    output_format: str
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """A format, and the file that it goes to; None is standard output."""

    output_format: str
    place: Destination | None


def format_option(command: Command) -> Command:
    """Adds the option, whose values are the `wishes`."""
    return click.option(
        _OPTION,
        "wishes",
        multiple=True,
        callback=_wishes,
        shell_complete=lambda _context, _parameter, begun: [each for each in FORMATS if each.startswith(begun)],
        metavar="FORMAT[=FILE]",
        help=f"How findings are printed: {', '.join(FORMATS)}. [default: full] With =FILE they go there as well. "
        "Repeatable.",
    )(command)


def _wishes(context: click.Context, parameter: click.Parameter, values: Sequence[str]) -> tuple[Wish, ...]:
    wishes = []
    for value in values:
        word, has_file, file = value.partition("=")
        output_format = click.Choice(FORMATS).convert(word, parameter, context)
        if has_file and not file:
            raise UsageError(f"{_OPTION} {value} needs the name of a file, as in {word}=FILE")
        wishes.append(Wish(output_format, file or None))
    return tuple(wishes)


def formats(wishes: Sequence[Wish], main: str) -> frozenset[str]:
    """All formats that are written; `main` is that of the output proper."""
    return frozenset((main, *(wish.output_format for wish in wishes)))


def plain_format(wishes: Sequence[Wish]) -> str | None:
    """The format of the output proper, where one was asked for. Raises UsageError for several."""
    plain = [wish.output_format for wish in wishes if wish.file is None]
    if len(plain) > 1:
        raise UsageError(
            f"{_OPTION} names {' and '.join(plain)} for one output; give all but one a file, as in {plain[-1]}=FILE"
        )
    return plain[0] if plain else None


def further_outputs(
    wishes: Sequence[Wish], main: Destination | None, projects: Sequence[str], also_read: Collection[str]
) -> tuple[Output, ...]:
    """The outputs beside the one proper, which goes to `main`; looked at before the work begins.

    Raises UsageError for what is no place to write to, as `destination` does, and for one that is named twice.
    """
    outputs: list[Output] = []
    taken = {main.path} if main is not None else set()
    for wish in wishes:
        if wish.file is None:
            continue
        place = destination(wish.file, projects, also_read, option=f"{_OPTION} {wish.output_format}=FILE")
        if place.path in taken:
            raise UsageError(f"{wish.file}: is named for two outputs; give each a file of its own")
        taken.add(place.path)
        outputs.append(Output(wish.output_format, place))
    return tuple(outputs)


def write(report: Report, outputs: Sequence[Output], view: View, faults: list[Fault]) -> None:
    """Writes the findings to all `outputs`, in this order; what a reporter fails at is added to `faults`.

    Nothing is written before all texts are made. Raises UsageError when one cannot be written.
    """
    texts = [(_text(report, output, view, faults), output) for output in outputs]
    faults[:] = dict.fromkeys(faults)  # what one reporter fails at, others may as well
    for text, output in texts:
        emit(text, output.place, machine_readable=output.output_format in MACHINE_FORMATS)


def _text(report: Report, output: Output, view: View, faults: list[Fault]) -> str:
    room = view if output.place is None else view.for_file

    def text_of(findings: Sequence[Finding], is_bare: bool) -> str:
        some = dataclasses.replace(report, findings=tuple(findings), faults=tuple(faults))
        return render(some, output.output_format, room.bare if is_bare else room, read_lines)

    return part_by_part(
        report.findings, lambda finding: f"{finding.location.path}:{finding.location.span.line}", text_of, faults
    )
