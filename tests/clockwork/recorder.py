"""What the written micro-apps import as `recorder` when they run in this process."""

from __future__ import annotations

world: dict[str, str] = {}
"""The variables of the app that runs."""

events: list[tuple[str, str, object]] = []
"""What the app has done since it was last emptied, over all runs."""

clicks: dict[str, str] = {}
"""The variables that a click has changed, with the value that they go back to after its run."""

_runs = 0


def begin(page: str) -> None:
    """A run of `page` begins."""
    global _runs  # noqa: PLW0603 - one app at a time
    _runs += 1
    if _runs > 1:
        world.update(clicks)
    events.append(("page", page, ""))


def enter(fragment: str) -> None:
    """A fragment begins; in this process it is always part of a whole run."""


def record(kind: str, name: str, value: object) -> None:
    events.append((kind, name, value))


def expect_act() -> None:
    """The user is about to act: the runs to come belong together."""
    global _runs  # noqa: PLW0603
    _runs = 0
    events.clear()
