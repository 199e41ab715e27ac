"""The line that a finding begins with: how bad, where, which rule, and what is wrong."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from keylint.findings import Severity
from keylint.reporters.paint import Line, Piece
from keylint.reporters.wrapping import fits, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.findings import Finding, Location

# Errors and warnings differ at a glance, also where there is no colour.
SIGNS = {Severity.ERROR: "✘", Severity.WARNING: "▲", Severity.INFO: "•"}
INDENT = 2


def headline_of(finding: Finding, columns: int | None) -> Iterator[Line]:
    """The lines that a finding begins with."""
    message = message_pieces(finding.message, (finding.key, *finding.keys))
    return headline(finding.severity, finding.location, code(finding), message, columns)


def headline(
    severity: Severity, location: Location, code: Piece, message: Iterable[Piece], columns: int | None
) -> Iterator[Line]:
    """`✘ app.py:5:5 KEY101[error] 'name' is lost`; where that is too wide, the message begins a line of its own."""
    place = Piece(f"{location.path}:{location.span.line}:{location.span.column}", "path")
    head = (sign(severity), Piece(" "), place, Piece(" "), code)
    message = tuple(message)
    if fits((*head, Piece(" "), *message), columns):
        yield (*head, Piece(" "), *message)
    else:
        yield from wrapped(head, columns, INDENT)
        yield from wrapped((Piece(" " * INDENT), *message), columns, INDENT)


def sign(severity: Severity) -> Piece:
    """The sign of a severity."""
    return Piece(SIGNS[severity], severity.label)


def code(finding: Finding) -> Piece:
    """The code of the rule and the severity, linked to the rule's page."""
    label = finding.severity.label
    return Piece(f"{finding.code}[{label}]", label, rule_page(finding.code))


def rule_page(rule_code: str) -> str:
    """The address of a rule's documentation; none where the package does not say where its documentation is."""
    home = documentation()
    return home and f"{home}/rules/{rule_code}.md"


@cache
def documentation() -> str:
    """The address that the installed package names as its documentation, if it does."""
    from importlib.metadata import PackageNotFoundError, metadata  # noqa: PLC0415  (slow, and rarely needed)

    try:
        named = metadata("keylint").get_all("Project-URL") or ()
    except PackageNotFoundError:
        return ""
    urls: dict[str, str] = dict(label_and_url.split(", ", 1) for label_and_url in named)
    return urls.get("Documentation", "").rstrip("/")


def message_pieces(message: str, keys: Iterable[str | None]) -> Iterator[Piece]:
    """A message in which the keys stand out."""
    names = sorted({f"'{key}'" for key in keys if key}, key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, names))})", message) if names else [message]
    for part in parts:
        if part:
            yield Piece(part, "key" if part in names else "path")
