"""The help of a command: its options in groups, and command lines to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

GROUPS = {
    "What is checked": ("target-streamlit", "entrypoint", "include-generated"),
    "Which findings": ("select", "ignore", "extend-select", "min-severity", "exit-zero", "allow-empty"),
    "Repairs": ("fix", "unsafe-fixes", "diff", "show-fixes", "write", "allow-dirty"),
    "What is known": ("baseline", "no-baseline", "update-baseline", "add-ignore"),
    "Upgrades of Streamlit": ("upgrade-from", "to"),
    "Output": (
        *("output-format", "group-by", "output-file", "statistics", "show-files", "show-unknowns"),
        *("quiet", "verbose", "all", "copy", "dry-run"),
    ),
    "Configuration": ("config", "isolated", "show-settings", "no-cache", "jobs"),
}
"""The options under each heading, by their long names; the same in every command."""


class Command(click.Command):
    """A command whose options are in GROUPS, with `examples`: command lines, and what each does."""

    def __init__(self, *arguments: Any, examples: Sequence[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.examples = tuple(examples)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the examples, then a section for each group."""
        if self.examples:
            with formatter.section("Examples"):
                formatter.write_dl(list(self.examples), col_max=44)
        rows = {
            max(parameter.opts, key=len).lstrip("-"): row
            for parameter in self.get_params(ctx)
            if isinstance(parameter, click.Option) and (row := parameter.get_help_record(ctx)) is not None
        }
        for heading, names in GROUPS.items():
            if found := [rows.pop(name) for name in names if name in rows]:
                with formatter.section(heading):
                    formatter.write_dl(found)
        if rows:
            with formatter.section("Other"):
                formatter.write_dl(list(rows.values()))
