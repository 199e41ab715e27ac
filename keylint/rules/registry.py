"""All rules, and the choice among them by code prefixes."""

from __future__ import annotations

import dataclasses
import functools
import importlib
import pkgutil
from typing import TYPE_CHECKING

import keylint.rules
from keylint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.rules.base import Rule

EVERY = "ALL"
"""Selects every rule, as in other linters."""


@functools.cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of the package, sorted by code."""
    names = sorted(
        module.name for module in pkgutil.iter_modules(keylint.rules.__path__) if module.name.startswith("key")
    )
    modules = [importlib.import_module(f"keylint.rules.{name}") for name in names]
    rules = [dataclasses.replace(module.RULE, check=getattr(module, "check", None)) for module in modules]
    return tuple(sorted(rules, key=lambda rule: rule.code))


def known_codes() -> tuple[str, ...]:
    """The codes of all rules, sorted."""
    return tuple(rule.code for rule in all_rules())


def codes_of(selector: str) -> frozenset[str]:
    """The codes that `selector`, a code or the beginning of one (`KEY`, `KEY1`), stands for; none if unknown."""
    return frozenset(code for code in known_codes() if selector and code.startswith(selector))


def nearest_code(word: str) -> str | None:
    """The known code that `word` was probably meant to be."""
    import difflib  # noqa: PLC0415 -- only a mistake needs it

    matches = difflib.get_close_matches(word.upper(), known_codes(), n=1, cutoff=0.6)
    return matches[0] if matches else None


def rule_named(word: str) -> Rule:
    """The rule with the code or name `word`. Raises UsageError when there is none."""
    for rule in all_rules():
        if word.upper() == rule.code or word.lower() == rule.name:
            return rule
    raise UsageError(_unknown("rule", word))


def select_rules(
    select: Iterable[str], ignore: Iterable[str] = (), extend_select: Iterable[str] = ()
) -> tuple[Rule, ...]:
    """The rules that `select` and `extend_select` name and `ignore` does not, sorted by code.

    The longest selector that fits a code decides, so that `KEY1` without `KEY109`, and `KEY101` out of an ignored
    `KEY1`, can both be said; `ignore` wins between equals. Raises UsageError for a selector that fits no rule.
    """
    wanted = [*_checked(select), *_checked(extend_select)]
    unwanted = _checked(ignore)
    return tuple(rule for rule in all_rules() if _longest(wanted, rule.code) > _longest(unwanted, rule.code))


def _longest(selectors: list[str], code: str) -> int:
    return max((len(selector) for selector in selectors if code.startswith(selector)), default=0)


def _checked(selectors: Iterable[str]) -> list[str]:
    checked = []
    for selector in selectors:
        prefix = "KEY" if selector == EVERY else selector.upper()
        if not codes_of(prefix):
            raise UsageError(_unknown("rule code", selector))
        checked.append(prefix)
    return checked


def _unknown(what: str, word: str) -> str:
    nearest = nearest_code(word)
    hint = f"did you mean {nearest}?" if nearest else "`keylint rule` lists the rules"
    return f"unknown {what} '{word}': {hint}"
