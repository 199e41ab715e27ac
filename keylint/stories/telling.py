"""A story in words, and as steps that can be played: what the user does, and what the app then has."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from keylint.clockwork import MISSING, Leave
from keylint.conditions.nodes import NEVER
from keylint.findings import Location, Span, StoryAct, StoryOutcome, StoryStep, StorySymptom
from keylint.run.computing import UNKNOWN
from keylint.run.trace import Atom, Draw, StateRead
from keylint.stories.counting import Clicks, Counting
from keylint.stories.doing import Doing
from keylint.stories.example_values import another_value, first_value
from keylint.stories.flips import Cause
from keylint.stories.openings import container_of
from keylint.stories.paths import Paths
from keylint.stories.sentences import changes, clearing, done, gets, hides, opens, page_title, shows
from keylint.stories.story import Act, Symptom
from keylint.stories.tokens import Edit, Term, Whatever, edits_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.conditions.deciding import Model
    from keylint.conditions.nodes import Variable
    from keylint.run.runs import PageRun
    from keylint.run.trace import Event
    from keylint.stories import Stories
    from keylint.stories.doing import Deed
    from keylint.stories.example_values import Example
    from keylint.stories.flips import Flip
    from keylint.stories.story import Step, Story

_EARLY = frozenset({Leave.STOP, Leave.EXCEPTION})


class Teller:
    """Tells the stories of one app."""

    def __init__(self, stories: Stories) -> None:
        self._app = stories.app
        self._openings = stories.openings
        self._doing = Doing(stories.app, stories.effects, stories.flips)
        self._paths = Paths(stories.effects, stories.flips)

    def steps(self, story: Story, draw: Draw) -> tuple[StoryStep, ...]:
        """The steps of the story of the widget that `draw` draws; the last one says what is wrong."""
        seen = _seen(story)
        value = another_value(draw, () if seen is UNKNOWN or seen is MISSING else (seen,))
        telling = _Telling(story, draw, value, Counting(self._app.conditions, self._openings))
        told: list[StoryStep] = []
        edited = hidden = False
        for step, after in zip(story.steps, (*story.steps[1:], None), strict=True):
            is_submitted = step.act is Act.EDIT and after is not None and self._begins_with_submit(after, draw)
            more = list(self._step(step, telling, is_submitted=is_submitted))
            more = _still_on(told[-1].page if told else self._start, more)
            if edited and not hidden and step.act in (Act.FLIP, Act.GO):
                hidden = True
                # A run that ends early drops nothing yet: what it skips begins anew when it is back.
                number = _hiding(more, step, draw) - telling.clicks_after
                more[number] = _adding(more[number], hides(draw, drops=step.leave not in _EARLY))
            told += more
            edited = edited or step.act is Act.EDIT
        told[-1] = _with_symptom(told[-1], story, draw, value, is_back=hidden)
        return tuple(told)

    def _begins_with_submit(self, step: Step, draw: Draw) -> bool:
        """Whether the first thing that is done is to click a button of the form that the input stands in."""
        if draw.context.form is None or step.act is not Act.FLIP:
            return False
        first = next(self._doing.deeds(step.flips, step.page, step.env), None)
        return first is not None and first.draw is not None and _submits(first.draw, draw)

    def _step(self, step: Step, telling: _Telling, *, is_submitted: bool) -> Iterator[StoryStep]:
        page = step.page
        if step.act is Act.OPEN:
            yield StoryStep(StoryAct.OPEN, self._start, "Open the app.")
            goes = not page.is_default and len(self._app.pages) > 1
            yield from self._opened(step, telling, goes=goes)
        elif step.act is Act.EDIT:
            yield from self._given(telling.draw, telling.value, page, edits=True, is_submitted=is_submitted)
        elif step.act is Act.RERUN and not telling.clicks_after:
            yield _running_again(page)
        elif step.act is Act.CALL and step.by is not None:
            for draw, value in self._doing.first(step.by.condition, page, step.env):
                yield from self._given(draw, value, page)
            yield from self._given(step.by, another_value(step.by), page)
        elif step.act is Act.GO:
            yield from self._opened(step, telling, goes=True)
        telling.done.difference_update(flip.variable for flip in step.flips)
        for deed in self._doing.deeds(step.flips, page, step.env):
            yield from self._told(deed, step, telling)
        telling.clicks_after += sum(self._after_hiding(flip, telling.draw) for flip in step.flips)

    def _after_hiding(self, flip: Flip, draw: Draw) -> int:
        """How many stages of a flip come after the one that hides the input."""
        shown = self._openings.at_rest(draw.condition)
        hidden = (
            number
            for number, (stage, _) in enumerate(flip.stages, 1)
            if self._app.conditions.assuming(shown, {stage.variable: stage.to}) is NEVER
        )
        return len(flip.stages) - next(hidden, len(flip.stages))

    @property
    def _start(self) -> str:
        return next((page.name for page in self._app.pages if page.is_default), self._app.entrypoint)

    def _going(self, page: PageRun) -> StoryStep:
        place = Location(page.name.partition("::")[0], Span(1, 1, 1, 1))
        return StoryStep(StoryAct.GO, page.name, f"Open the page '{page_title(page)}'.", location=place)

    def _opened(self, step: Step, telling: _Telling, *, goes: bool) -> Iterator[StoryStep]:
        """What is done to open a page, and on a page that was just opened; what the app does by itself goes without
        saying, and what stays is done once: what session state holds, and what stands around every page."""
        page, draw, done = step.page, telling.draw, telling.done
        matter = [one.condition for one in page.trace.draws() if one.key == draw.key]
        matter += [event.condition for event in page.trace.events if event is telling.story.event]
        flips = [f for f in self._openings.needed(page, step.env, *matter) if f.variable not in done]
        deeds = [deed for deed in self._deeds(flips, page, step) if deed.draw or deed.flip.cause is Cause.WIDGET]
        around = [deed for deed in deeds if deed.draw is not None and deed.draw.context.in_frame]
        done.update(deed.flip.variable for deed in deeds if deed in around or deed.flip.cause is Cause.STATE)
        for deed in around:
            yield from self._told(deed, step, telling)
        if goes:
            yield self._going(page)
        for deed in deeds:
            if deed not in around:
                yield from self._told(deed, step, telling)

    def _deeds(self, flips: Iterable[Flip], page: PageRun, step: Step) -> Iterator[Deed]:
        """What is done for the flips; where no one click leads there, stage by stage."""
        for deed in self._doing.deeds(flips, page, step.env):
            flip: Flip = deed.flip
            start: tuple[object, ...] = ()
            if flip.cause is Cause.STATE and (deed.draw is None or flip.is_counted):
                start = (self._openings.held_at_first(page, flip.variable.subject),)
            stages = self._paths.between(page, flip.variable, start, flip.to, step.env)
            for stage, env in stages:
                yield from self._doing.deeds((stage,), page, env)
            if not stages:
                yield deed

    def _told(self, deed: Deed, step: Step, telling: _Telling) -> Iterator[StoryStep]:
        page = step.page
        is_click = deed.draw is not None and deed.draw.kind == "trigger"
        flips = (deed.flip, *deed.others)
        if is_click and telling.counting.is_there(flips):
            return
        shown = telling.draw.condition
        clicks = telling.counting.clicks(flips, page, shown, self._asked(step, telling)) if is_click else Clicks()
        if deed.draw is None or clicks is None:
            yield _happening(deed, page, telling.draw)
            return
        telling.clicks_after = clicks.after
        told = list(self._given(deed.draw, deed.value, page, deed.place, clears=deed.clears))
        yield from told * clicks.number if clicks.is_known else [_repeated(step) for step in told]
        if deed.is_seen_later or self._doing.comes_after(deed, telling.draw, page):
            yield _running_again(page)

    def _asked(self, step: Step, telling: _Telling) -> Model:
        """How the tests come out after the step that decide what the story tells of."""
        variables = self._openings.asked(step.then, telling.draw.condition, telling.story.event.condition)
        return {variable: step.then[variable] for variable in variables if variable in step.then}

    def _given(
        self,
        draw: Draw,
        value: Example | None,
        page: PageRun,
        place: Event | None = None,
        *,
        edits: bool = False,
        clears: bool = False,
        is_submitted: bool = False,
    ) -> Iterator[StoryStep]:
        """The user gives an input a value, or clicks a button; what stands in a form is submitted, if it is not yet."""
        is_click = draw.kind in ("trigger", "chat")
        act = StoryAct.CLICK if is_click else StoryAct.EDIT if edits else StoryAct.SET
        yield StoryStep(
            act,
            page.name,
            clearing(draw) if clears else done(draw, value, first_value(draw)),
            key=_key_in(draw),
            label=draw.label,
            value=None if is_click or value is None else json.dumps(value, ensure_ascii=False),
            location=(place or draw).location,
        )
        if draw.context.form is not None and not is_click and not is_submitted:
            submit = next((one for one in page.trace.draws() if _submits(one, draw)), None)
            if submit is not None:
                yield from self._given(submit, None, page)


@dataclass(slots=True)
class _Telling:
    """One story of the widget that `draw` draws. `value` is what the user gives it, `done` need not be done again;
    `clicks_after` are the last clicks that were told, after the one that hid it: runs without it."""

    story: Story
    draw: Draw
    value: Example | None
    counting: Counting
    done: set[Variable] = field(default_factory=set)
    clicks_after: int = 0


def _repeated(step: StoryStep) -> StoryStep:
    return replace(step, text=f"{step.text[:-1]}, as often as it takes.")


def _still_on(page: str, steps: list[StoryStep]) -> list[StoryStep]:
    """The steps; those before another page is opened are done on the page that the user still is on."""
    goes = next((number for number, step in enumerate(steps) if step.act is StoryAct.GO), 0)
    return [replace(step, page=page) if number < goes else step for number, step in enumerate(steps)]


def _hiding(steps: list[StoryStep], step: Step, draw: Draw) -> int:
    """The number of the step after which the input is gone: on a page that does not have it, that of opening it."""
    goes = [number for number, one in enumerate(steps) if one.act is StoryAct.GO]
    is_there = any(one.key == draw.key for one in step.page.trace.draws())
    return goes[0] if goes and not is_there else len(steps) - 1


def _running_again(page: PageRun) -> StoryStep:
    return StoryStep(StoryAct.RERUN, page.name, "Click or change anything else in the app.")


def _submits(button: Draw, draw: Draw) -> bool:
    return button.kind == "trigger" and button.context.form == draw.context.form


def _happening(deed: Deed, page: PageRun, draw: Draw) -> StoryStep:
    """What is not done with a widget that is known; lines without a file are of that of `draw`."""
    flip = deed.flip
    atom = flip.variable.about
    assert isinstance(atom, Atom)
    place = atom.location if flip.by is None or flip.is_weak else flip.by.location
    line = _line(place, draw)
    if flip.cause in (Cause.WIDGET, Cause.CLICK):
        text = f"Choose something else in the component that {line} asks."
        if atom.predicate == "open":
            text = opens(container_of(page, flip.variable.subject), line, is_open=True in flip.to)
        return StoryStep(StoryAct.SET, page.name, text, location=place)
    if flip.cause is Cause.STATE:
        return StoryStep(StoryAct.SET, page.name, f"Go on until {line} {changes(flip.by)}.", location=place)
    text = f"Later, {line} finds other data."
    if flip.cause is Cause.FAILURE:
        text = f"What failed in {line} works this time."
    return StoryStep(StoryAct.OUTSIDE, page.name, text, is_weak=True, location=place)


# -- the symptom -----------------------------------------------------------------------------------------------------


def _with_symptom(last: StoryStep, story: Story, draw: Draw, value: Example | None, *, is_back: bool) -> StoryStep:
    """The last step, with what is wrong after it."""
    seen = _seen(story)
    is_missing, is_known = seen is MISSING, seen is not UNKNOWN and seen is not MISSING
    told = json.dumps(seen, ensure_ascii=False) if is_known else None
    event = story.event
    if story.symptom is Symptom.SHOWN:
        outcome = StoryOutcome(StorySymptom.SHOWN, _key_in(draw), draw.location, told)
        sentence = shows(draw, seen, value, is_known=is_known, is_back=is_back)
        return replace(_adding(last, sentence), outcome=outcome)
    assert isinstance(event, StateRead)
    outcome = StoryOutcome(StorySymptom.READS, event.key.text, event.location, told, is_missing)
    sentence = gets(_line(event.location, draw), event, seen if is_known else None, value, is_missing=is_missing)
    return replace(_adding(last, sentence), outcome=outcome)


def _line(place: Location | None, draw: Draw) -> str:
    """How a line is named beside the widget's call: with its file where that is another one."""
    if place is None:
        return "a line"
    file = "" if place.path == draw.location.path else f" of {place.path}"
    return f"line {place.span.line}{file}"


def _adding(step: StoryStep, sentence: str) -> StoryStep:
    """The step with a sentence more: after a colon, or on its own where there is one already."""
    if ": " in step.text:
        return replace(step, text=f"{step.text} {sentence[0].upper()}{sentence[1:]}.")
    return replace(step, text=f"{step.text[:-1]}: {sentence}.")


def _key_in(draw: Draw) -> str | None:
    """The key by which whoever plays the story finds the input; None where only its label tells."""
    return draw.key.text if draw.key is not None and not draw.key.is_unkeyed else None


def _seen(story: Story) -> object:
    """What the app or the screen has at the end: a constant, a list, MISSING, or UNKNOWN."""
    token = story.seen
    if isinstance(token, Whatever) and isinstance(story.event, Draw) and token.site == "first value":
        return first_value(story.event)
    if isinstance(token, (Edit, Term, Whatever)) or edits_in(token):
        return UNKNOWN
    return token if token is None or token is MISSING or isinstance(token, (str, int, float, bool)) else UNKNOWN
