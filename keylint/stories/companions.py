"""What an app does to a cluster in the same run of a page in which it writes, or deletes, what a test goes by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.conditions.nodes import NEVER, Form, conjuncts
from keylint.run.trace import StateDelete, StateWrite

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.conditions.formulas import Conditions
    from keylint.conditions.nodes import Condition
    from keylint.run.runs import PageRun
    from keylint.run.trace import Event
    from keylint.stories.clusters import Cluster


@dataclass(frozen=True, eq=False, slots=True)
class Companions:
    """The events, each with what is left of its condition then."""

    ways: tuple[tuple[Event, Condition], ...]


def companions_of(
    cluster: Cluster, conditions: Conditions, page: PageRun, writes: Iterable[StateWrite | StateDelete]
) -> Companions | None:
    """The deletions in the cluster on the page, and the writes of its key, that come with these, as `del ss["name"]`
    does in `if st.button("Close"): ss.open = False; del ss["name"]`. What else is written there is not followed: in a
    wizard each click writes something, and every order of clicks would be a course of its own."""
    found: dict[int, tuple[Event, Condition]] = {}
    for write in writes:
        holding = {part.variable: part.values for part in conjuncts(write.condition) if part.form is Form.TEST}
        for event in cluster.scripts.get(page, ()) if holding else ():
            if event is write or not _is_about_key(cluster, event):
                continue
            rest = conditions.assuming(event.condition, holding)
            if rest is not event.condition and rest is not NEVER:
                found[event.order] = event, rest
    return Companions(tuple(found[order] for order in sorted(found))) if found else None


def takes_along(cluster: Cluster, conditions: Conditions, event: StateWrite | StateDelete) -> bool:
    """Whether anything else becomes of the cluster's key where that happens: in the same callback, or on the page."""
    for callback, script in cluster.callbacks.items():
        if any(each is event for each in callback.trace.events):
            return any(_is_about_key(cluster, each) for each in script if each is not event)
    return any(companions_of(cluster, conditions, page, (event,)) is not None for page in cluster.scripts)


def _is_about_key(cluster: Cluster, event: Event) -> bool:
    is_own = isinstance(event, StateWrite) and event.key.text == cluster.key.text
    return is_own or isinstance(event, StateDelete)
