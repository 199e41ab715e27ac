"""The codes of the rules, and the choice among them by prefixes; from the modules' names, without importing them."""

from __future__ import annotations

import functools
import pkgutil
from typing import TYPE_CHECKING

import keylint.rules
from keylint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

EVERY = "ALL"
"""Selects every rule, as in other linters."""


@functools.cache
def rule_modules() -> tuple[str, ...]:
    """The names of the rules' modules, sorted by code: `key101_read_while_hidden` is that of KEY101."""
    return tuple(
        sorted(module.name for module in pkgutil.iter_modules(keylint.rules.__path__) if module.name.startswith("key"))
    )


def known_codes() -> tuple[str, ...]:
    """The codes of all rules, sorted."""
    return tuple(name.partition("_")[0].upper() for name in rule_modules())


def codes_of(selector: str) -> frozenset[str]:
    """The codes that `selector`, a code or the beginning of one (`KEY`, `KEY1`), stands for; none if unknown."""
    return frozenset(code for code in known_codes() if selector and code.startswith(selector))


def nearest_code(word: str) -> str | None:
    """The known code that `word` was probably meant to be."""
    import difflib  # noqa: PLC0415 -- only a mistake needs it

    matches = difflib.get_close_matches(word.upper(), known_codes(), n=1, cutoff=0.6)
    return matches[0] if matches else None


def selected_codes(
    select: Iterable[str], ignore: Iterable[str] = (), extend_select: Iterable[str] = ()
) -> frozenset[str]:
    """The codes that `select` and `extend_select` name and `ignore` does not.

    The longest selector that fits a code decides, so that `KEY1` without `KEY109`, and `KEY101` out of an ignored
    `KEY1`, can both be said; `ignore` wins between equals. Raises UsageError for a selector that fits no rule.
    """
    wanted = [*_checked(select), *_checked(extend_select)]
    unwanted = _checked(ignore)
    return frozenset(code for code in known_codes() if _longest(wanted, code) > _longest(unwanted, code))


def unknown(what: str, word: str) -> str:
    """The message for a rule or rule code that there is not."""
    nearest = nearest_code(word)
    hint = f"did you mean {nearest}?" if nearest else "`keylint rule` lists the rules"
    return f"unknown {what} '{word}': {hint}"


def _longest(selectors: list[str], code: str) -> int:
    return max((len(selector) for selector in selectors if code.startswith(selector)), default=0)


def _checked(selectors: Iterable[str]) -> list[str]:
    checked = []
    for selector in selectors:
        prefix = "KEY" if selector == EVERY else selector.upper()
        if not codes_of(prefix):
            raise UsageError(unknown("rule code", selector))
        checked.append(prefix)
    return checked
