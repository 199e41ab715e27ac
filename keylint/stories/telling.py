"""A story in words, and as steps that can be played: what the user does, and what the app then has."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from keylint.clockwork import MISSING, Leave
from keylint.findings import Location, Span, StoryAct, StoryStep
from keylint.run.trace import Draw, StateRead, StateWrite
from keylint.run.values import in_order
from keylint.stories.example_values import another_value, fitting_value
from keylint.stories.flips import Cause
from keylint.stories.story import Act, Symptom
from keylint.stories.tokens import Edit, Term, Whatever, edits_in
from keylint.streamlit.traits import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.run.runs import App, CallbackRun, PageRun
    from keylint.run.trace import Atom, Event
    from keylint.stories.example_values import Example
    from keylint.stories.flips import Flip
    from keylint.stories.story import Step, Story
    from keylint.stories.tokens import Token

_CHOSEN = frozenset({Entry.OPTION, Entry.OPTIONS})
_EARLY = frozenset({Leave.STOP, Leave.EXCEPTION})


class Teller:
    """Tells the stories of one app."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._callbacks: dict[int, CallbackRun] = {
            id(event): callback for page in app.pages for callback in page.callbacks for event in callback.trace.events
        }
        self._draws: dict[object, Draw] = {}
        for page in app.pages:
            for draw in page.trace.draws():
                self._draws.setdefault(draw.key or draw.site, draw)

    def steps(self, story: Story, draw: Draw) -> tuple[StoryStep, ...]:
        """The steps of the story of the widget that `draw` draws; the last one says what is wrong."""
        value = another_value(draw)
        told: list[StoryStep] = []
        edited = hidden = False
        for step in story.steps:
            told += self._step(step, draw, value)
            if edited and not hidden and step.act in (Act.FLIP, Act.GO):
                hidden = True
                # A run that ends early drops nothing yet: what it skips begins anew when it is back.
                drops = "" if step.leave in _EARLY else ", and Streamlit drops its value"
                told[-1] = _adding(told[-1], f"{called(draw)} is not shown then{drops}")
            edited = edited or step.act is Act.EDIT
        told[-1] = self._with_symptom(told[-1], story, draw, value)
        return tuple(told)

    def _step(self, step: Step, draw: Draw, value: Example | None) -> Iterator[StoryStep]:
        page = step.page.name
        if step.act is Act.GO:
            place = Location(page.partition("::")[0], Span(1, 1, 1, 1))
            yield StoryStep(StoryAct.GO, page, f"Open the page {page_title(step.page)}.", location=place)
        elif step.act is Act.OPEN:
            where = f" on {page_title(step.page)}" if len(self._app.pages) > 1 else ""
            yield StoryStep(StoryAct.OPEN, page, f"Open the app{where}.")
        elif step.act is Act.EDIT:
            yield self._given(StoryAct.EDIT, page, draw, value)
        elif step.act is Act.RERUN:
            yield StoryStep(StoryAct.RERUN, page, "Do anything else that makes the app run again.")
        elif step.act is Act.CALL and step.by is not None:
            yield self._given(StoryAct.SET, page, step.by, another_value(step.by))
        for flip in step.flips:
            yield from self._flip(flip, step.page)

    def _flip(self, flip: Flip, page: PageRun) -> Iterator[StoryStep]:
        by = flip.by
        if isinstance(by, Draw):
            yield self._given(StoryAct.SET, page.name, by, fitting_value(by, flip.to))
        elif by is not None:
            yield from self._written(by, page)
        elif flip.cause in (Cause.WIDGET, Cause.CLICK):
            atom: Atom = flip.variable.about  # type: ignore[assignment]
            yield StoryStep(StoryAct.SET, page.name, "Use the menu above it.", location=atom.location)
        else:
            atom = flip.variable.about  # type: ignore[assignment]
            happens = "What failed works again." if flip.cause is Cause.FAILURE else "Later the data have changed."
            yield StoryStep(StoryAct.OUTSIDE, page.name, happens, is_weak=True, location=atom.location)

    def _written(self, write: Event, page: PageRun) -> Iterator[StoryStep]:
        """What the user does to make the app write, or delete, a cell."""
        callback = self._callbacks.get(id(write))
        key = getattr(write, "key", None)
        what = f"sets '{key.text}'" if isinstance(write, StateWrite) and key is not None else "clears it"
        if callback is not None:
            yield self._given(StoryAct.SET, page.name, callback.draws[0], another_value(callback.draws[0]), write)
            return
        for button in self._buttons_of(write):
            yield self._given(StoryAct.CLICK, page.name, button, None, write)
            return
        line = write.location.span.line
        yield StoryStep(StoryAct.SET, page.name, f"The app {what} (line {line}).", location=write.location)

    def _buttons_of(self, event: Event) -> Iterator[Draw]:
        for test in self._app.conditions.tests(event.condition):
            atom: Atom = test.variable.about  # type: ignore[assignment]
            if atom.kind == "trigger":
                for origin in in_order(atom.origins):
                    draw = self._draws.get(origin.detail)
                    if draw is not None:
                        yield draw

    def _given(
        self, act: StoryAct, page: str, draw: Draw, value: Example | None, place: Event | None = None
    ) -> StoryStep:
        """The user gives an input a value, or clicks a button."""
        name = called(draw)
        is_click = draw.kind in ("trigger", "chat")
        if is_click:
            text = f"Click {name}." if draw.kind == "trigger" else f"Send a message in {name}."
        elif value is None:
            text = f"Choose something else in {name}." if draw.traits.entry in _CHOSEN else f"Change {name}."
        elif draw.traits.entry is Entry.TRUTH:
            text = f"Switch {name} {'on' if value else 'off'}."
        elif draw.traits.entry in _CHOSEN:
            text = f"Choose {said(value)} in {name}."
        elif draw.traits.entry is Entry.TEXT:
            text = f"Type {said(value)} into {name}."
        else:
            text = f"Set {name} to {said(value)}."
        return StoryStep(
            StoryAct.CLICK if is_click else act,
            page,
            text,
            key=draw.key.text if draw.key is not None else None,
            label=draw.label,
            value=None if is_click or value is None else json.dumps(value, ensure_ascii=False),
            location=place.location if place is not None else draw.location,
        )

    # -- the symptom -------------------------------------------------------------------------------------------------

    def _with_symptom(self, last: StoryStep, story: Story, draw: Draw, value: Example | None) -> StoryStep:
        """The last step, with what is wrong after it."""
        instead = "" if value is None else f" instead of {said(value)}"
        got = _token_text(story.seen)
        token = None if story.seen is MISSING or got is None else json.dumps(story.seen, ensure_ascii=False)
        if story.symptom is Symptom.SHOWN:
            shows = f"shows {got}{instead}" if got is not None else f"no longer shows {_wanted(value)}"
            if story.seen == "":
                shows = "is empty"
            return replace(_adding(last, f"{called(draw)} {shows}"), shown=token)
        place = story.event.location
        where = f"line {place.span.line}" + ("" if place.path == draw.location.path else f" of {place.path}")
        if story.seen is MISSING:
            finds = f"{where} {_finds_nothing(story.event)}"
        else:
            finds = f"{where} gets {got or 'another value'}{instead}"
        return replace(_adding(last, finds), reads=token)


def _adding(step: StoryStep, sentence: str) -> StoryStep:
    """The step with a sentence more: after a colon, or on its own where there is one already."""
    if ": " in step.text:
        return replace(step, text=f"{step.text} {sentence[0].upper()}{sentence[1:]}.")
    return replace(step, text=f"{step.text[:-1]}: {sentence}.")


def _wanted(value: Example | None) -> str:
    return "what you chose" if value is None else said(value)


def _finds_nothing(event: Event) -> str:
    assert isinstance(event, StateRead)
    if event.context.catches_missing_key or event.form in ("get", "pop"):
        return f"finds nothing under '{event.key.text}'"
    error = "KeyError" if event.form == "item" else "AttributeError"
    return f"raises {error}: there is no '{event.key.text}' any more"


def _token_text(token: Token) -> str | None:
    """How to name what is there; None where it is not a constant."""
    if isinstance(token, (Edit, Term, Whatever)) or token is MISSING or edits_in(token):
        return None
    return said(token) if isinstance(token, (str, int, float, bool)) or token is None else None


def said(value: object) -> str:
    """A value in a sentence."""
    if value is None:
        return "nothing"
    if value == "":
        return "an empty text"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list):
        return ", ".join(map(said, value))
    return f'"{value}"' if isinstance(value, str) else str(value)


def called(draw: Draw) -> str:
    """What the user sees of an input: its label, else its key, else the command."""
    if draw.label:
        return f"'{draw.label}'"
    if draw.key is not None and not draw.key.is_unknown:
        return f"'{draw.key.text}'"
    return f"the {draw.command}"


def page_title(page: PageRun) -> str:
    """What a menu calls a page: what `st.Page` says; else `pages/1_Sales_report.py` is Sales report, `app.py::overview`
    overview."""
    if page.title is not None:
        return page.title
    path, _, function = page.name.partition("::")
    stem = function or PurePath(path).stem
    return stem.lstrip("0123456789").strip("_- ").replace("_", " ") or stem
