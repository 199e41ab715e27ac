"""Findings about inputs without a key: one for each that matters, one for all that the same thing hides otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.finding_inputs import MOST_RELATED, others, with_names
from keylint.findings import Cause, CauseKind, Input, Location, Severity, Span
from keylint.remedies.keying import give_key
from keylint.repairs import Refusal, Repair
from keylint.rules.describe import persist_advice, route_of
from keylint.rules.loss_findings import PASSWORD, heeding
from keylint.verdicts.inputs import is_password
from keylint.verdicts.losses import widest_scope

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from keylint.app.keymap import KeyMap
    from keylint.findings import Finding, Related, StoryStep
    from keylint.rules.base import Rule
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw
    from keylint.verdicts.losses import Loss


@dataclass(frozen=True, eq=False)
class Hidden:
    """An input without a key, by the calls that draw it on a page, and what becomes of it, as a sentence about `{}`.

    `cause`, `because` and `story` are those of its finding. `loss` is what was judged; without one nothing was.
    """

    page: PageRun
    draws: tuple[Draw, ...]
    message: str
    cause: Cause | None
    because: tuple[Related, ...] = ()
    story: tuple[StoryStep, ...] = ()
    loss: Loss | None = None

    @property
    def severity(self) -> Severity:
        return Severity.INFO if self.loss is None else self.loss.severity

    @property
    def is_password(self) -> bool:
        return is_password(self.first)

    @property
    def first(self) -> Draw:
        return self.draws[0]

    @property
    def name(self) -> str:
        return f"'{self.first.label}'" if self.first.label else f"this {self.first.command}"


def findings_of(keymap: KeyMap, rule: Rule, found: Iterable[Hidden]) -> Iterator[Finding]:
    """A finding for each input of which something says that it matters; of the others one for each thing that hides
    them, on each page and in each file. An input that a helper draws several times is one."""
    groups: dict[Hashable, list[Hidden]] = {}
    for each in found:
        is_info = each.severity == Severity.INFO
        place = each.first.location.path if is_info else each.first.location
        alike = (each.page.name, place, each.cause, each.message, each.severity, each.is_password)
        groups.setdefault(alike, []).append(each)
    for group in groups.values():
        yield _finding(keymap, rule, group)


def in_page_switch(other: PageRun) -> Cause:
    """The cause of a loss by the opening of another page."""
    return Cause(Location(other.name.partition("::")[0], Span(1, 1, 1, 1)), CauseKind.PAGE_SWITCH)


def _finding(keymap: KeyMap, rule: Rule, group: list[Hidden]) -> Finding:
    first, scope = group[0], widest_scope(keymap)
    inputs = tuple(dict.fromkeys(Input(each.first.location, each.name) for each in group))
    return rule.finding(
        first.first.location,
        with_names(first.message, inputs),
        severity=first.severity,
        page=first.page.name,
        route=route_of(first.first, first.page.name),
        related=(*first.because, *others(inputs))[:MOST_RELATED],
        advice=_advice(keymap, first, scope, len(group)),
        repair=_repair(keymap, group, scope),
        evidence=() if first.loss is None else tuple(kind.value for kind in first.loss.evidence),
        story=first.story,
        cause=first.cause,
        inputs=inputs,
        sentence=first.message,
    )


def _advice(keymap: KeyMap, hidden: Hidden, scope: str, count: int) -> str:
    own = "it a key of its own" if count == 1 else "each a key of its own"
    advice = f"give {own}, and {persist_advice(keymap, hidden.first, scope)}"
    return f"if the value should stay: {advice}" if hidden.loss is None else heeding(hidden.loss, advice)


def _repair(keymap: KeyMap, group: Sequence[Hidden], scope: str) -> Repair | Refusal:
    """The repair of all inputs of the group: each gets its key. Passwords, a group of their own, get none."""
    if group[0].is_password:
        return PASSWORD
    by_call = {each.first.location: each for each in group}
    repairs: list[Repair] = []
    for each in by_call.values():
        repair = give_key(keymap, *_own(keymap, each), scope)
        if isinstance(repair, Refusal):
            about = f"{each.name}: " if len(by_call) > 1 else ""
            return Refusal(f"{about}{repair.reason}")
        repairs.append(repair)
    if len(repairs) == 1:
        return repairs[0]
    since = max((repair.since for repair in repairs if repair.since is not None), default=None)
    how = "keep the values under keys" if since is None else "add keys and persist_state"
    steps = tuple(step for repair in repairs for step in repair.steps)
    return Repair(f"{how}: {len(repairs)} inputs ({keymap.target.clause})", False, steps, since)


def _own(keymap: KeyMap, hidden: Hidden) -> tuple[PageRun, tuple[Draw, ...]]:
    """The page and the calls as the app has them, without a key."""
    page = next(page for page in keymap.app.pages if page.name == hidden.page.name)
    places = {draw.location for draw in hidden.draws}
    return page, tuple(draw for draw in keymap.value_draws(page) if draw.location in places)
