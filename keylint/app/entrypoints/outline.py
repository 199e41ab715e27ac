"""What a script does when it is started, as far as its source tells: the calls from its module-level run, and on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keylint.app.entrypoints.effects import Effect
from keylint.app.entrypoints.lookup import Definition, Member, Place
from keylint.app.entrypoints.steps import called_by_itself
from keylint.facts import statements as st

if TYPE_CHECKING:
    from collections.abc import Hashable
    from pathlib import Path

    from keylint.app.entrypoints.code import Code
    from keylint.app.entrypoints.lookup import Sources
    from keylint.app.entrypoints.steps import Step, Steps


@dataclass(frozen=True, slots=True)
class Call:
    """A function or class of the app, and what it is called with. Equal ones do the same."""

    place: Place
    arguments: Hashable


@dataclass(frozen=True, slots=True)
class Outline:
    """What a script reaches. `drawing` are the pieces of code that draw; `own_effects` are those of code in the
    script's own file, `passed_on` the calls that this code makes into others that draw. `pages` are the files that
    are named in `st.Page`."""

    path: Path
    effects: frozenset[Effect]
    own_effects: frozenset[Effect]
    drawing: frozenset[Place]
    calls: frozenset[Call]
    passed_on: frozenset[Call]
    pages: frozenset[Path]

    @property
    def is_app(self) -> bool:
        """Whether its run shows something. An alert that only a helper shows is a message to whoever started it."""
        return bool(self.effects & _SHOWING) or Effect.REPORTS in self.own_effects

    def is_part_of(self, other: Outline) -> bool:
        """Whether the script only starts code of other files, and `other` starts all of that in the same way."""
        return (
            bool(self.drawing)
            and not self.own_effects & {Effect.DRAWS, Effect.HIDES}
            and self.drawing <= other.drawing
            and self.passed_on <= other.calls
        )


_SHOWING = frozenset({Effect.DRAWS, Effect.FRAMES, Effect.NAVIGATES})


@dataclass(slots=True, eq=False)
class _Walk:
    """How far the search for what a script reaches has come. A method that is called on something unknown may be that
    of any class of which there are objects."""

    sources: Sources
    steps: dict[Place, Step] = field(default_factory=dict)
    pending: list[Definition | Path] = field(default_factory=list)
    classes: dict[Place, Code] = field(default_factory=dict)
    methods: set[Member] = field(default_factory=set)

    def take(self, place: Place, step: Step) -> None:
        self.steps[place] = step
        self.pending.extend(step.modules)
        for definition, _ in step.calls:
            self.pending.append(definition)
        new = step.methods - self.methods
        self.methods |= new
        if new:
            for body in self.classes.values():
                self._reach(body, new)

    def take_class(self, class_: Definition) -> None:
        body = self.classes[class_.place] = self.sources.body(class_)
        self._reach(body, {*self.methods, *map(Member, called_by_itself(body))})

    def _reach(self, body: Code, methods: set[Member]) -> None:
        for name in sorted({name for method in methods for name in method.among(body.bindings)}):
            for each in body.bindings[name]:
                if isinstance(each, st.Function):
                    self.pending.append(Definition.of(each, body))


def outline_of(path: Path, steps: Steps) -> Outline:
    """What the script reaches when it is started."""
    walk = _Walk(steps.sources)
    walk.take(Place(str(path)), steps.of_script(path))
    while walk.pending:
        item = walk.pending.pop()
        if isinstance(item, Definition):
            if item.place not in walk.steps:
                walk.take(item.place, steps.of_definition(item))
                if isinstance(item.statement, st.Class):
                    walk.take_class(item)
        elif (place := Place(str(item))) not in walk.steps:
            walk.take(place, steps.of_import(item))
    file = str(path)
    own = [step for place, step in walk.steps.items() if place.file == file]
    every = list(walk.steps.values())
    drawing = frozenset(place for place, step in walk.steps.items() if Effect.DRAWS in step.effects)
    to_drawing = _leading_to(drawing, walk.steps)
    return Outline(
        path=path,
        effects=frozenset(effect for step in every for effect in step.effects),
        own_effects=frozenset(effect for step in own for effect in step.effects),
        drawing=drawing,
        calls=frozenset(Call(each.place, arguments) for step in every for each, arguments in step.calls),
        passed_on=frozenset(
            Call(each.place, arguments)
            for step in own
            for each, arguments in step.calls
            if each.place.file != file and each.place in to_drawing
        ),
        pages=frozenset(page for step in every for page in step.pages),
    )


def unseen(path: Path) -> Outline:
    """What stands for a script that could not be looked at: it may show something, and nothing else is said of it."""
    may_draw = frozenset({Effect.DRAWS})
    return Outline(path, may_draw, may_draw, frozenset(), frozenset(), frozenset(), frozenset())


def _leading_to(drawing: frozenset[Place], steps: dict[Place, Step]) -> set[Place]:
    """What may draw: what stands in a file with code that draws, and what calls something that may."""
    files = {place.file for place in drawing}
    callers: dict[Place, list[Place]] = {}
    for place, step in steps.items():
        for each, _ in step.calls:
            callers.setdefault(each.place, []).append(place)
    pending = [place for place in steps if place.file in files]
    found = set(pending)
    while pending:
        new = [caller for caller in callers.get(pending.pop(), ()) if caller not in found]
        found.update(new)
        pending += new
    return found
