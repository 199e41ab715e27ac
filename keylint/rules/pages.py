"""Rules as text: pages and an index in Markdown, plain text, and data for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.rules.documentation import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.rules.base import Rule


def page(rule: Rule) -> str:
    """The rule's page in Markdown."""
    head, _, sections = rule.documentation.strip().partition("\n")
    return f"# {_title(rule)}\n\n{head}\n\nDefault severity: {rule.severity.label}.\n\n{sections.strip()}\n"


def index(rules: Iterable[Rule]) -> str:
    """The page, in Markdown, that lists the rules and links to theirs."""
    rows = (
        f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity.label} | {rule.summary} |\n" for rule in rules
    )
    return "# Rules\n\n| Code | Name | Severity | What it finds |\n| --- | --- | --- | --- |\n" + "".join(rows)


def text(rule: Rule) -> str:
    """The rule's documentation without Markdown's headings and fences, for a terminal."""
    return f"{_title(rule)} ({rule.severity.label})\n\n" + "".join(
        f"{line}\n" for line in _unmarked(rule.documentation)
    )


def table(rules: Iterable[Rule]) -> str:
    """A line for each rule: code, severity, name, summary."""
    listed = list(rules)
    width = max(len(rule.name) for rule in listed)
    return "".join(f"{rule.code}  {rule.severity.label:<7}  {rule.name:<{width}}  {rule.summary}\n" for rule in listed)


def data(rule: Rule) -> dict[str, object]:
    """The rule as plain values, its sections by name."""
    documentation = parse(rule.documentation)
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.label,
        "summary": documentation.summary,
        "sections": dict(documentation.sections),
    }


def _title(rule: Rule) -> str:
    return f"{rule.code} {rule.name}"


def _unmarked(markdown: str) -> Iterator[str]:
    in_code = False
    for line in markdown.strip().split("\n"):
        if line.startswith("```"):
            in_code = not in_code
        elif in_code:
            yield f"    {line}".rstrip()
        else:
            yield line.removeprefix("## ")
