"""`keylint rule`."""

from __future__ import annotations

import json

import click

from keylint.cli.helping import Command
from keylint.cli.output import emit
from keylint.rules import pages
from keylint.rules.registry import all_rules, rule_named


@click.command(
    "rule",
    cls=Command,
    examples=(("keylint rule KEY101", "what a rule finds, with examples"), ("keylint rule", "all rules, one a line")),
)
@click.argument("code", required=False)
@click.option("--all", "every", is_flag=True, help="Explain every rule.")
@click.option(
    "--output-format",
    type=click.Choice(("text", "json", "markdown")),
    default="text",
    show_default=True,
    help="How it is printed.",
)
def command(*, code: str | None, every: bool, output_format: str) -> int:
    """Explain the rule CODE, a code such as KEY101 or a name; without one, list the rules."""
    if code and every:
        raise click.UsageError("CODE and --all exclude each other.")
    rules = (rule_named(code),) if code else all_rules()
    explained = bool(code) or every
    if output_format == "json":
        described = [pages.data(rule) for rule in rules]
        text = json.dumps(described[0] if code else described, ensure_ascii=False, indent=2) + "\n"
    elif output_format == "markdown":
        text = "\n".join(map(pages.page, rules)) if explained else pages.index(rules)
    else:
        text = "\n\n".join(map(pages.text, rules)) if explained else pages.table(rules)
    emit(text, None, machine_readable=output_format != "text")
    return 0
