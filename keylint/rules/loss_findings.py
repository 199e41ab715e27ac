"""From a loss to a finding: the places that explain it, its story, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.findings import Cause, CauseKind, Location, Related, Role, Severity, Span
from keylint.remedies.choice import keep_value
from keylint.repairs import Refusal
from keylint.rules.describe import drawn_here, hidden_because, persist_advice, route_of
from keylint.run.trace import StateRead
from keylint.stories.story import Symptom
from keylint.stories.telling import Teller
from keylint.verdicts.inputs import is_password
from keylint.verdicts.losses import Losses
from keylint.verdicts.unmissed import Unmissed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.app.keymap import KeyMap, Widget
    from keylint.findings import Finding, StoryStep
    from keylint.rules.base import Rule
    from keylint.run.trace import Guard
    from keylint.stories.story import Story
    from keylint.verdicts.losses import Loss

# Said instead of a fix.
PASSWORD = Refusal("a password is better entered anew than kept")


def loss_finding(keymap: KeyMap, rule: Rule, loss: Loss, message: str) -> Finding:
    """The finding of a loss, at its widget, with the reason and the readers as related places."""
    widget = loss.widget
    severity = min(loss.severity, rule.severity)
    # What leaving the page loses, "page" does not keep.
    scope = "session" if loss.leaves_page else keymap.about(Losses).scope_of(widget.key)
    return rule.finding(
        widget.first.site,
        message,
        key=widget.key,
        severity=severity,
        page=widget.page.name,
        route=route_of(widget.first, widget.page.name),
        related=tuple(related_to(keymap, loss)),
        advice=advice_for(keymap, loss, scope),
        repair=PASSWORD if is_password(widget.first) else keep_value(keymap, widget.key, scope, severity),
        evidence=tuple(kind.value for kind in loss.evidence),
        story=story_of(keymap, loss),
        cause=cause_of(loss),
    )


def made_from(loss: Loss) -> str | None:
    """The entry of session state that is made from the widget's value, where that is what the story's read looks at."""
    event = loss.story.event if loss.story is not None and loss.story.symptom is Symptom.READ else None
    if not isinstance(event, StateRead) or loss.widget.first.key is None:
        return None
    return event.key.text if not event.key.may_equal(loss.widget.first.key) else None


def story_of(keymap: KeyMap, loss: Loss) -> tuple[StoryStep, ...]:
    """What a user does to see the loss; nothing where it may be that there is none, or that the app keeps the value
    where stories do not look."""
    if loss.story is None or loss.is_unsure or (loss.unmissed is Unmissed.SAVED and not loss.story.is_crash):
        return ()
    return steps_of(keymap, loss.story, loss.widget)


def steps_of(keymap: KeyMap, story: Story, widget: Widget) -> tuple[StoryStep, ...]:
    """The steps of a sure story of the widget, in words."""
    return keymap.about(_teller).steps(story, widget.first)


def cause_of(loss: Loss) -> Cause | None:
    """What hides the widget in the story of the loss."""
    if loss.leaves_page and loss.story is not None:
        other = next(step.page for step in loss.story.steps if step.page is not loss.widget.page)
        return Cause(Location(other.name.partition("::")[0], Span(1, 1, 1, 1)), CauseKind.PAGE_SWITCH)
    if loss.guard is None:
        return None
    return cause_at(loss.guard)


def cause_at(guard: Guard) -> Cause:
    """The cause of a loss by what does not let every run pass."""
    return Cause(guard.location, _KINDS.get(guard.kind, CauseKind.CONDITION))


_KINDS = {
    "loop": CauseKind.LOOP,
    "comprehension": CauseKind.LOOP,
    "stop": CauseKind.LEAVE,
    "rerun": CauseKind.LEAVE,
    "switch_page": CauseKind.LEAVE,
    "raise": CauseKind.LEAVE,
    "return": CauseKind.LEAVE,
    "break": CauseKind.LEAVE,
    "continue": CauseKind.LEAVE,
}


def related_to(keymap: KeyMap, loss: Loss) -> Iterator[Related]:
    """The places that explain a loss: what hides the widget, and who reads then."""
    yield from drawn_here(loss.widget.first)
    if not loss.leaves_page and loss.guard is not None:
        yield hidden_because(keymap, loss.guard)
    story = loss.story
    if story is not None and story.symptom is Symptom.READ and isinstance(story.event, StateRead):
        yield Related(story.event.location, _how_it_reads(story.event, loss), Role.READ)
    if loss.put is not None:
        yield Related(loss.put.location, "the app gives it a value here, once", Role.FIRST_VALUE)
    elif loss.seeds:
        place = loss.seeds[0][1].location
        yield Related(place, "the value that it turns back to is given here", Role.FIRST_VALUE)


def advice_for(keymap: KeyMap, loss: Loss, scope: str) -> str:
    """What to do: persist the value; for a loss that harms nobody, only if it is wanted."""
    return heeding(loss, persist_advice(keymap, loss.widget, scope))


def heeding(loss: Loss, advice: str) -> str:
    """The advice, with what speaks against it."""
    if loss.is_unsure:
        doubt = "something that is known only when the app runs may keep the value"
        if loss.story is None:
            doubt = "when it is hidden could not be decided"
        return f"{doubt}; to keep it in any case: {advice}"
    if loss.unmissed is not None and loss.severity == Severity.INFO:
        return f"probably nothing, this looks like {loss.unmissed.value}; to keep the value: {advice}"
    return advice if loss.severity == Severity.ERROR else f"if the value should stay: {advice}"


def _how_it_reads(read: StateRead, loss: Loss) -> str:
    made = made_from(loss)
    if made is not None:
        return f"'{made}' is read here, which was made from another value"
    if loss.seeds:
        return "read here in runs where it has turned back"
    where = "read here in runs where it is gone"
    if read.context.catches_missing_key:
        return f"{where} (the error is caught)"
    if read.form in ("item", "attribute"):
        return f"{where} ({'KeyError' if read.form == 'item' else 'AttributeError'})"
    return f"{where} (gives the default)"


def _teller(keymap: KeyMap) -> Teller:
    return Teller(keymap.stories)
