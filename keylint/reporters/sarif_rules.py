"""The rules as SARIF describes them: what a reader shows beside a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.reporters.headline import rule_page
from keylint.reporters.sarif_results import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.rules.base import Rule


def descriptors(codes: Iterable[str]) -> list[dict[str, object]]:
    """A descriptor for each of the rules, in this order."""
    return [_descriptor(code) for code in codes]


def _descriptor(code: str) -> dict[str, object]:
    # The documentation is in the rules' modules, which a run that has nothing to say does without.
    from keylint.rules import pages  # noqa: PLC0415
    from keylint.rules.documentation import parse  # noqa: PLC0415
    from keylint.rules.registry import rule_named  # noqa: PLC0415

    rule: Rule = rule_named(code)
    what = parse(rule.documentation).sections["What it does"]
    described: dict[str, object] = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": what, "markdown": what},
        "help": {"text": pages.text(rule), "markdown": pages.page(rule)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }
    if address := rule_page(code):
        described["helpUri"] = address
    return described
