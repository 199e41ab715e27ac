"""All rules, imported."""

from __future__ import annotations

import dataclasses
import functools
import importlib
from typing import TYPE_CHECKING

from keylint.errors import UsageError
from keylint.rules.codes import rule_modules, unknown

if TYPE_CHECKING:
    from keylint.rules.base import Rule


@functools.cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of the package, sorted by code."""
    modules = [importlib.import_module(f"keylint.rules.{name}") for name in rule_modules()]
    rules = [dataclasses.replace(module.RULE, check=getattr(module, "check", None)) for module in modules]
    return tuple(sorted(rules, key=lambda rule: rule.code))


def rule_named(word: str) -> Rule:
    """The rule with the code or name `word`. Raises UsageError when there is none."""
    for rule in all_rules():
        if word.upper() == rule.code or word.lower() == rule.name:
            return rule
    raise UsageError(unknown("rule", word))
