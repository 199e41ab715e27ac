"""The choice of a template: by the wish of the user, else the best one that the target and the code allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Severity
from keylint.remedies.keep_alive import keep_alive
from keylint.remedies.obstacles import obstacle
from keylint.remedies.persist import persist
from keylint.remedies.resets import resets_of
from keylint.remedies.shadow import shadow
from keylint.repairs import Refusal, Repair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from keylint.app.keymap import KeyMap


def keep_value(keymap: KeyMap, key: str, scope: str, severity: Severity) -> Repair | Refusal:
    """The repair that keeps the value of a key while no widget draws it.

    `scope` is "page" when its own page alone needs it, else "session". Only a loss that is an error is repaired safely:
    of the others the author may have wanted the value to go.
    """
    return keymap.about(_Choices).of(key, scope, safe=severity == Severity.ERROR)


class _Choices:
    """The repairs of an app's keys: of one that many pages draw, each page's finding has the same."""

    def __init__(self, keymap: KeyMap) -> None:
        self._keymap = keymap
        self._made: dict[tuple[str, str, bool], Repair | Refusal] = {}

    def of(self, key: str, scope: str, *, safe: bool) -> Repair | Refusal:
        known = self._made.get((key, scope, safe))
        if known is None:
            known = self._made[key, scope, safe] = _choose(self._keymap, key, scope, safe=safe)
        return known


def _choose(keymap: KeyMap, key: str, scope: str, *, safe: bool) -> Repair | Refusal:
    resets = resets_of(keymap, key)
    reason = obstacle(keymap, key) or resets.obstacle
    if reason is not None:
        return Refusal(reason)
    templates: dict[str, Callable[[], Repair | Refusal]] = {
        "persist": lambda: resets.told_in(persist(keymap, key, scope, safe=safe)),
        "shadow": lambda: resets.told_in(shadow(keymap, key), is_copied=True),
        "keep-alive": lambda: resets.told_in(keep_alive(keymap, key)),
    }
    chosen = templates.get(keymap.fix_strategy)
    return _first(templates.values()) if chosen is None else chosen()


def complete_keep_alive(keymap: KeyMap, key: str, scope: str, severity: Severity) -> Repair | Refusal:
    """The repair of a keep-alive with a gap: without it where Streamlit can do that, else by closing the gap."""
    reason = obstacle(keymap, key)
    if reason is not None:
        return Refusal(reason)
    if keymap.fix_strategy in ("auto", "persist"):
        resets = resets_of(keymap, key)
        safe = severity == Severity.ERROR and resets.obstacle is None
        persisted = resets.told_in(persist(keymap, key, scope, safe=safe))
        if isinstance(persisted, Repair) or keymap.fix_strategy == "persist":
            return persisted
    completed = keep_alive(keymap, key, is_begun=True)
    return completed if isinstance(completed, Repair) else keep_value(keymap, key, scope, severity)


def _first(templates: Iterable[Callable[[], Repair | Refusal]]) -> Repair | Refusal:
    """The first repair; without one, why the last template but one, the usual one, cannot be used."""
    refusals: list[Refusal] = []
    for template in templates:
        attempt = template()
        if isinstance(attempt, Repair):
            return attempt
        refusals.append(attempt)
    return refusals[1]
