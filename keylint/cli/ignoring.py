"""`keylint check --add-ignore`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from keylint.cli.fix import failures_told
from keylint.cli.helping import Command
from keylint.cli.streams import say
from keylint.errors import UsageError
from keylint.reporters.counting import number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import click

    from keylint.cli.known import Filter
    from keylint.findings import Fault, Finding, Report
    from keylint.fixing.writing import Failure, Written
    from keylint.settings import Settings

    Progress = Callable[[str, int, int], None]

_OPTION = "--add-ignore"


class Check(Command):
    """A command of which --add-ignore takes a value only after `=`: what follows it is a path."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the arguments."""
        end = args.index("--") if "--" in args else len(args)
        given = [f"{_OPTION}=" if each == _OPTION else each for each in args[:end]]
        return super().parse_args(ctx, [*given, *args[end:]])


def reason_option(_context: click.Context, _parameter: click.Parameter, value: Any) -> str | None:
    """The reason that a comment gives, "" for none; None where no comments are asked for. Raises UsageError."""
    if value is None:
        return None
    reason = str(value).strip()
    if not reason.isprintable():
        raise UsageError(f"{_OPTION} takes a reason of one line, without control characters")
    return reason


@dataclass(frozen=True, slots=True)
class Silenced:
    """What was done: `report` is what is left, for the files as they are now."""

    report: Report
    findings: int
    comments: int
    written: Written
    failures: tuple[Failure, ...]


def silence(
    paths: Sequence[Path], settings: Settings, progress: Progress | None, known: Filter | None, reason: str
) -> Silenced:
    """Writes comments for the findings that would be reported."""
    from keylint.discover.contents import FileContents  # noqa: PLC0415 -- a check without does without all of it
    from keylint.fixing.ignoring import with_comments  # noqa: PLC0415
    from keylint.fixing.offers import check  # noqa: PLC0415
    from keylint.fixing.passes import changes_of  # noqa: PLC0415
    from keylint.fixing.writing import recover, write_all  # noqa: PLC0415

    faults: list[Fault] = []
    recover(settings.root, faults)
    contents = FileContents()
    before = check(paths, settings, progress, contents)
    wanted = _silenceable(before, settings, known)
    comments = with_comments(wanted, contents, before.checked_files, reason)
    contents.overlay = comments.overlay
    written = write_all(changes_of(contents), (), settings.root)
    after = check(paths, settings, progress)
    left = len(_silenceable(after, settings, known))
    faults += [*before.faults, *written.faults, *after.faults]
    report = replace(after, faults=tuple(dict.fromkeys(faults)))
    count = sum(comments.counts[path] for path in written.files)
    return Silenced(report, max(len(wanted) - left, 0), count, written, comments.failures)


def _silenceable(report: Report, settings: Settings, known: Filter | None) -> list[Finding]:
    """What would be reported, and a comment is an answer to."""
    from keylint.fixing.ignoring import NOT_SILENCED  # noqa: PLC0415 -- as in silence

    new = report if known is None else known.applied(report)[0]
    return [
        finding
        for finding in new.findings
        if report.is_shown(finding, settings.min_severity) and finding.code not in NOT_SILENCED
    ]


def tell_silenced(silenced: Silenced, *, quiet: bool) -> bool:
    """Says on standard error what was done, and what was not. Tells whether something failed."""
    for failure in silenced.failures:
        say(f"{failure.display} {failure.reason}.")
    failed = failures_told(silenced.written) or bool(silenced.failures)
    if not quiet:
        files = len(silenced.written.files)
        say(
            f"Silenced {number_of(silenced.findings, 'finding')} by {number_of(silenced.comments, 'comment')} in "
            f"{number_of(files, 'file')}."
            if files
            else "There was nothing to silence."
        )
    return failed
