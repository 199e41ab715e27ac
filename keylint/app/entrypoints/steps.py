"""What one piece of code does by itself: which commands it calls, and which code of the app."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from keylint.app.entrypoints.code import parts_of
from keylint.app.entrypoints.effects import Effect, effect_of_command, effect_of_package, is_passed_to_draw
from keylint.app.entrypoints.lookup import (
    Command,
    Component,
    Definition,
    Instance,
    Lookup,
    Member,
    Module,
    Package,
    Place,
)
from keylint.facts import expressions as ex
from keylint.facts import statements as st
from keylint.streamlit import names

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from keylint.app.entrypoints.code import Code, Uses
    from keylint.app.entrypoints.lookup import Meaning, Sources


@dataclass(slots=True)
class Step:
    """`calls` are functions and classes of the app, with what identifies the arguments; `methods` are of what is not
    known; `modules` are the files that imports run; `pages` are named in `st.Page`."""

    effects: set[Effect] = field(default_factory=set)
    calls: list[tuple[Definition, Hashable]] = field(default_factory=list)
    methods: set[Member] = field(default_factory=set)
    modules: list[Path] = field(default_factory=list)
    pages: set[Path] = field(default_factory=set)


class Steps:
    """The steps of an app that is started in a certain folder. Apps of one folder share them."""

    def __init__(self, lookup: Lookup, search: tuple[Path, ...], widget_functions: Iterable[str]) -> None:
        self.sources: Sources = lookup.sources
        self._lookup = lookup
        self._search = search
        self._widget_functions = frozenset(widget_functions)
        self._known: dict[Place, Step] = {}
        self._imported: dict[Path, Step] = {}

    def of_script(self, path: Path) -> Step:
        code = self.sources.module(path)
        step = Step()
        for uses in (code.uses, code.main):
            self._add(step, uses, code)
        return step

    def of_definition(self, definition: Definition) -> Step:
        place = definition.place
        if place not in self._known:
            step = self._known[place] = Step()
            code = self.sources.body(definition)
            self._add(step, code.uses, code)
            if isinstance(definition.statement, st.Class):
                step.calls += [(base, ()) for base in self._lookup.bases_of(definition)]
        return self._known[place]

    def of_import(self, path: Path) -> Step:
        """What importing a module leaves behind: the modules that it imports, and functions that it registers. What it
        draws then is drawn in the first run only."""
        if path not in self._imported:
            step = self._imported[path] = Step()
            code = self.sources.module(path)
            self._add_imports(step, code.uses, code)
            self._add_registered(step, code.uses, code)
        return self._imported[path]

    def _add(self, step: Step, uses: Uses, code: Code) -> None:
        self._add_imports(step, uses, code)
        self._add_registered(step, uses, code)
        for call in uses.calls:
            callees = self._lookup.meanings(call.function, code)
            for callee in callees:
                self._add_call(step, callee, call)
            if isinstance(call.function, ex.Attribute):
                self._add_method(step, call.function, code, is_known=bool(callees))
        for expression in uses.returned:
            self._add_passed(step, expression, code)
        for function, given in uses.given:
            callees = self._lookup.meanings(function, code)
            # What is not of the app may call what it is given, but does not know how to draw with it.
            is_outside = bool(callees) and all(isinstance(callee, Package) for callee in callees)
            for expression in given:
                self._add_passed(step, expression, code, may_draw=not is_outside)

    def _add_imports(self, step: Step, uses: Uses, code: Code) -> None:
        for imported in uses.imports:
            step.modules.extend(self._lookup.files_of(imported.module, imported.level, imported.name, code))

    def _add_registered(self, step: Step, uses: Uses, code: Code) -> None:
        """What is put where others may call it: into a collection, or by a decorator of the app."""
        for expression in uses.stored:
            self._add_passed(step, expression, code)
        for definition in uses.definitions:
            for decorator in definition.decorators:
                function = decorator.function if isinstance(decorator, ex.Call) else decorator
                found = [each for each in self._lookup.meanings(function, code) if isinstance(each, Definition)]
                if found:
                    step.calls += [(each, ()) for each in (*found, Definition.of(definition, code))]

    def _add_call(self, step: Step, callee: Meaning, call: ex.Call) -> None:
        match callee:
            case Command(path=path):
                _add_effect(step, effect_of_command(path))
                if path == names.PAGE:
                    step.pages.update(self._page_files(call))
            case Package(dotted=dotted):
                _add_effect(step, effect_of_package(dotted, self._widget_functions))
            case Component():
                step.effects.add(Effect.DRAWS)
            case Definition():
                step.calls.append((callee, _identity(call)))
            case Instance(of=of):
                step.calls += [
                    (each, ()) for each in self._lookup.member_of(of, "__call__") if isinstance(each, Definition)
                ]
            case Member():
                step.methods.add(callee)
            case Module():
                pass

    def _add_method(self, step: Step, function: ex.Attribute, code: Code, *, is_known: bool) -> None:
        """A method that is called on an object of a known class calls others on itself."""
        bases = self._lookup.meanings(function.base, code)
        for base in bases:
            of = base.of if isinstance(base, Instance) else base
            if isinstance(of, Definition) and isinstance(of.statement, st.Class):
                step.calls.append((of, ()))
        if not is_known and not any(isinstance(base, (Command, Package)) for base in bases):
            step.methods.add(Member(function.attribute))

    def _add_passed(self, step: Step, expression: ex.Expression, code: Code, *, may_draw: bool = True) -> None:
        for meaning in self._lookup.meanings(expression, code):
            match meaning:
                case Definition():
                    step.calls.append((meaning, ()))
                case Instance(of=of):
                    step.calls.append((of, ()))
                case Member():
                    step.methods.add(meaning)
                case Command(path=path) if may_draw and is_passed_to_draw(path):
                    step.effects.add(Effect.DRAWS)

    def _page_files(self, call: ex.Call) -> Iterable[Path]:
        """The file of `st.Page("views/home.py")`, or of `st.Page(Path("views", "home.py"))`."""
        given = [argument.value for argument in call.arguments if argument.keyword in (None, "page")][:1]
        name = "/".join(text for value in given for text in _texts_in(value))
        if name.endswith(".py"):
            paths = (Path(os.path.normpath(folder / name)) for folder in self._search)
            yield from [path for path in paths if path in self.sources.project.facts][:1]


def _texts_in(expression: ex.Expression) -> Iterator[str]:
    match expression:
        case ex.Constant(value=str(text)):
            yield text
        case ex.Call(arguments=arguments):
            for argument in arguments:
                yield from _texts_in(argument.value)
        case _:
            for part in parts_of(expression):
                yield from _texts_in(part)


def called_by_itself(body: Code) -> set[str]:
    """The methods of a class that nobody has to call by name: special ones, and properties."""
    return {
        name
        for name, bindings in body.bindings.items()
        if name.startswith("__") or any(isinstance(each, st.Function) and _is_property(each) for each in bindings)
    }


def _is_property(function: st.Function) -> bool:
    called = [decorator for decorator in function.decorators if isinstance(decorator, ex.Name)]
    return any(decorator.identifier in ("property", "cached_property") for decorator in called)


def _add_effect(step: Step, effect: Effect | None) -> None:
    if effect is not None:
        step.effects.add(effect)


def _identity(call: ex.Call) -> Hashable:
    """Equal for two calls that are given the same constants; a call with any other argument is like no other."""
    if all(isinstance(argument.value, ex.Constant) for argument in call.arguments):
        return tuple(
            (argument.keyword, argument.value.value)
            for argument in call.arguments
            if isinstance(argument.value, ex.Constant)
        )
    return id(call)
