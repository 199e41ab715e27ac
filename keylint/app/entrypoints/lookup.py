"""What a name means, as far as that is seen without running anything: every thing that it may be."""

from __future__ import annotations

import builtins
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keylint.app.entrypoints.code import (
    Assigned,
    Binding,
    Code,
    Imported,
    parts_of,
    read_class,
    read_function,
    read_module,
)
from keylint.app.entrypoints.effects import is_component_factory, makes_container
from keylint.facts import expressions as ex
from keylint.facts import statements as st

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from keylint.run.project import Project

_BUILTINS = frozenset(dir(builtins))


@dataclass(frozen=True, slots=True)
class Command:
    """`st.<path>`; an empty path is the module itself. What `st.container()` gives is taken for `st.sidebar`."""

    path: str


@dataclass(frozen=True, slots=True)
class Module:
    path: Path


@dataclass(frozen=True, slots=True)
class Package:
    """Something outside the app, or a folder of it that is no module, by its dotted name."""

    dotted: str


@dataclass(frozen=True, slots=True)
class Component:
    """A function that draws a third-party component."""


@dataclass(frozen=True, slots=True)
class Place:
    """A function or class of the app: where its name stands tells it from all others."""

    file: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Definition:
    place: Place
    statement: st.Function | st.Class = field(compare=False)
    parent: Code = field(compare=False)

    @classmethod
    def of(cls, statement: st.Function | st.Class, parent: Code) -> Definition:
        return cls(Place(parent.file, statement.span.line, statement.span.column), statement, parent)


@dataclass(frozen=True, slots=True)
class Instance:
    of: Definition


@dataclass(frozen=True, slots=True)
class Member:
    """What something unknown has under a name, or under one that begins so, as in `getattr(self, f"show_{page}")`;
    without a name the unknown itself."""

    name: str
    is_whole: bool = True

    def among(self, names: Collection[str]) -> set[str]:
        """Which of the names it may be."""
        if self.is_whole:
            return {self.name} if self.name in names else set()
        return {name for name in names if name.startswith(self.name) and not name.startswith("__")}


Meaning = Command | Module | Package | Component | Definition | Instance | Member


class Sources:
    """The code of the files, read when somebody asks for it, and kept: so an `id` stands for it."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._modules: dict[Path, Code] = {}
        self._bodies: dict[Place, Code] = {}
        self._names = {part for path in project.facts for part in (path.stem, *path.parts)}

    def may_hold(self, dotted: str) -> bool:
        """Whether a module of that name can be a file of the project. Few imports are, and to look is not cheap."""
        return self._names.issuperset(dotted.split(".") if dotted else ())

    def module(self, path: Path) -> Code:
        if path not in self._modules:
            self._modules[path] = read_module(path, self.project.facts[path].body)
        return self._modules[path]

    def body(self, definition: Definition) -> Code:
        """The code of a function or of a class."""
        place, statement, parent = definition.place, definition.statement, definition.parent
        if place not in self._bodies:
            if isinstance(statement, st.Function):
                self._bodies[place] = read_function(statement, parent)
            else:
                self._bodies[place] = read_class(statement, parent)
        return self._bodies[place]


class Lookup:
    """Names as they are seen in an app that is started in one of `search`, the folders that its imports look in."""

    def __init__(self, sources: Sources, search: tuple[Path, ...]) -> None:
        self.sources = sources
        self._search = search
        self._imports: dict[tuple[str, str, int], Path | None] = {}
        self._names: dict[tuple[int, str], tuple[Meaning, ...]] = {}

    def file_of(self, module: str, level: int, importer: Code) -> Path | None:
        """The file of the module that an import names."""
        if not self.sources.may_hold(module) or (not level and module.partition(".")[0] == "streamlit"):
            return None
        place = (importer.folder if level else "", module, level)
        if place not in self._imports:
            found = self.sources.project.resolve(module, level, importer.path, self._search)
            self._imports[place] = found if found in self.sources.project.facts else None
        return self._imports[place]

    def files_of(self, module: str, level: int, name: str | None, importer: Code) -> Iterator[Path]:
        """The files that an import runs: the module's, and that of a submodule whose name is taken from it."""
        for each in (module, _dotted(module, name)) if name is not None and name != "*" else (module,):
            path = self.file_of(each, level, importer) if each or level else None
            if path is not None:
                yield path

    def meanings(self, expression: ex.Expression, code: Code) -> tuple[Meaning, ...]:
        """All that an expression may be; empty when nothing is known of it."""
        match expression:
            case ex.Name(identifier=identifier):
                return self._named(identifier, code)
            case ex.Attribute(base=base, attribute=attribute):
                bases = self.meanings(base, code) or (Member(""),)
                return _unique(found for each in bases for found in self._member(each, attribute, code))
            case ex.Call(function=function, arguments=arguments):
                results = (self._result(callee, arguments, code) for callee in self.meanings(function, code))
                return _unique(found for result in results for found in result)
            case ex.Constant() | ex.Lambda() | ex.Comparison() | ex.JoinedText():
                return ()
            case ex.Comprehension(element=part) | ex.Walrus(value=part):
                return self.meanings(part, code)
            case _:
                return _unique(found for part in parts_of(expression) for found in self.meanings(part, code))

    def member_of(self, class_: Definition, name: str) -> tuple[Meaning, ...]:
        """What a class, or one that it is derived from, has under a name."""
        if not isinstance(class_.statement, st.Class):
            return ()
        body = self.sources.body(class_)
        if name in body.bindings:
            return self._of_bindings(name, body)
        bases = self.bases_of(class_)
        return self._once(
            body, f"{name} of a base", lambda: _unique(found for base in bases for found in self.member_of(base, name))
        )

    def bases_of(self, class_: Definition) -> list[Definition]:
        if not isinstance(class_.statement, st.Class):
            return []
        found = (meaning for base in class_.statement.bases for meaning in self.meanings(base, class_.parent))
        return [base for base in found if isinstance(base, Definition) and base != class_]

    def _named(self, name: str, code: Code) -> tuple[Meaning, ...]:
        scope: Code | None = code
        while scope is not None:
            if name in scope.bindings and (scope is code or not scope.is_class):
                return self._of_bindings(name, scope)
            if scope.stars and (found := self._of_stars(name, scope)):
                return found
            scope = scope.parent
        return (Package(f"builtins.{name}"),) if name in _BUILTINS else ()

    def _of_bindings(self, name: str, code: Code) -> tuple[Meaning, ...]:
        bindings = code.bindings[name]
        return self._once(code, name, lambda: _unique(found for each in bindings for found in self._bound(each, code)))

    def _of_stars(self, name: str, code: Code) -> tuple[Meaning, ...]:
        taken = (Imported(star.module, star.level, name) for star in code.stars)
        return self._once(
            code, f"{name} of a star", lambda: _unique(found for each in taken for found in self._taken(each, code))
        )

    def _once(self, code: Code, name: str, find: Callable[[], tuple[Meaning, ...]]) -> tuple[Meaning, ...]:
        """What `find` gives, asked once. A name that is made of itself adds nothing to itself."""
        place = (id(code), name)
        if place not in self._names:
            self._names[place] = ()
            self._names[place] = find()
        return self._names[place]

    def _bound(self, binding: Binding, code: Code) -> tuple[Meaning, ...]:
        match binding:
            case Imported(name=None):
                path = self.file_of(binding.module, 0, code)
                return (Module(path) if path is not None else _outside(binding.module),)
            case Imported():
                return self._taken(binding, code) or (_outside(f"{binding.module}.{binding.name}"),)
            case Assigned(value=value):
                return self.meanings(value, code)
            case st.Function() | st.Class():
                return (Definition.of(binding, code),)

    def _taken(self, imported: Imported, importer: Code) -> tuple[Meaning, ...]:
        """What `from module import name` gives; empty when that is not known."""
        name = imported.name or ""
        if imported.module == "streamlit" and not imported.level:
            return () if name in _BUILTINS else (Command(name),)
        path = self.file_of(imported.module, imported.level, importer)
        found = self._in_module(path, name) if path is not None else ()
        if not found:
            submodule = self.file_of(_dotted(imported.module, name), imported.level, importer)
            found = (Module(submodule),) if submodule is not None else ()
        return found

    def _in_module(self, path: Path, name: str) -> tuple[Meaning, ...]:
        module = self.sources.module(path)
        if name in module.bindings or module.stars:
            return tuple(each for each in self._named(name, module) if each != Package(f"builtins.{name}"))
        return ()

    def _member(self, base: Meaning, name: str, code: Code) -> tuple[Meaning, ...]:
        match base:
            case Command(path=path):
                return (Command(_dotted(path, name)),)
            case Module(path=path):
                found = self._in_module(path, name)
                if not found and path.name == "__init__.py":
                    submodules = (path.parent / f"{name}.py", path.parent / name / "__init__.py")
                    found = _unique(Module(each) for each in submodules if each in self.sources.project.facts)
                return found
            case Package(dotted=dotted):
                file = self.file_of(f"{dotted}.{name}", 0, code)
                return (Module(file) if file is not None else _outside(f"{dotted}.{name}"),)
            case Definition():
                return self.member_of(base, name)
            case Instance(of=of):
                return self.member_of(of, name)
            case Member():
                return (Member(name),)
            case Component():
                return ()

    def _members(self, base: Meaning, first: str, code: Code) -> tuple[Meaning, ...]:
        """What something may have under a name that begins so."""
        match base:
            case Command(path=""):
                return (Command("*"),)
            case Module(path=path):
                names = Member(first, is_whole=False).among(self.sources.module(path).bindings)
                return _unique(found for name in sorted(names) for found in self._member(base, name, code))
            case Definition() | Instance() | Member():
                return (Member(first, is_whole=False),)
            case _:
                return ()

    def _result(self, callee: Meaning, arguments: tuple[ex.Argument, ...], code: Code) -> tuple[Meaning, ...]:
        """What a call gives, where that can be used to draw or holds what draws."""
        values = [argument.value for argument in arguments]
        match callee, values:
            case Command(path=path), _ if is_component_factory(path):
                return (Component(),)
            case Command(path=path), _ if makes_container(path):
                return (Command("sidebar"),)
            case Definition(statement=st.Class()), _:
                return (Instance(callee),)
            case Package(dotted="functools.partial"), [function, *_]:
                return self.meanings(function, code)
            case Package(dotted="importlib.import_module" | "builtins.__import__"), [
                ex.Constant(value=str(dotted)),
                *_,
            ]:
                file = self.file_of(dotted, 0, code)
                return (Module(file),) if file is not None else ()
            case Package(dotted="builtins.getattr"), [base, ex.Constant(value=str(name)), *_]:
                return _unique(found for each in self.meanings(base, code) for found in self._member(each, name, code))
            case Package(dotted="builtins.getattr"), [base, name, *_]:
                first = _beginning_of(name)
                bases = self.meanings(base, code)
                if not bases and (first or _is_own_object(base, code)):
                    bases = (Member(""),)
                return _unique(found for each in bases for found in self._members(each, first, code))
            case _:
                return ()


def _beginning_of(name: ex.Expression) -> str:
    """The text with which a name that is put together begins, if it is known."""
    match name:
        case ex.JoinedText(parts=(ex.Constant(value=str(text)), *_)) | ex.Binary(left=ex.Constant(value=str(text))):
            return text
        case _:
            return ""


def _is_own_object(expression: ex.Expression, code: Code) -> bool:
    """Whether it is the first parameter of a method."""
    is_method = code.parent is not None and code.parent.is_class
    return is_method and isinstance(expression, ex.Name) and expression.identifier == next(iter(code.bindings), None)


def _unique(meanings: Iterable[Meaning]) -> tuple[Meaning, ...]:
    """Each once, in the order of the source, so that no run of keylint finds anything in another order."""
    return tuple(dict.fromkeys(meanings))


def _outside(dotted: str) -> Meaning:
    root, _, rest = dotted.partition(".")
    if root != "streamlit":
        return Package(dotted)
    return Command(rest)


def _dotted(module: str, name: str) -> str:
    return f"{module}.{name}" if module else name
