"""What a block of code binds and what it uses, read from its facts without running it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keylint.facts import expressions as ex
from keylint.facts import statements as st

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


# Built-in functions that call nothing of what they are given.
_LOOKING = frozenset({"getattr", "hasattr", "setattr", "isinstance", "issubclass", "callable", "print", "str", "len"})


@dataclass(frozen=True, slots=True)
class Imported:
    """A name that an import binds: to the module, or to what is called `name` in it."""

    module: str
    level: int
    name: str | None


@dataclass(frozen=True, slots=True)
class Assigned:
    """A name that holds this value, or one of what it contains."""

    value: ex.Expression


Binding = Imported | Assigned | st.Function | st.Class


@dataclass(slots=True, eq=False)
class Uses:
    """What running the code does: calls, in order; what it gives to the functions that it calls, hands back, or puts
    into an object or a collection (`stored`), so that others may call it; what it imports and defines."""

    calls: list[ex.Call] = field(default_factory=list)
    given: list[tuple[ex.Expression, list[ex.Expression]]] = field(default_factory=list)
    returned: list[ex.Expression] = field(default_factory=list)
    stored: list[ex.Expression] = field(default_factory=list)
    imports: list[Imported] = field(default_factory=list)
    definitions: list[st.Function | st.Class] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Code:
    """A module, function or class body. `main` is what stands below `if __name__ == "__main__"`.

    A name that a parameter binds has no bindings: nothing is known of it. `file` and `folder` are those of `path`, as
    texts, which are cheaper to look up.
    """

    path: Path
    parent: Code | None
    is_class: bool = False
    file: str = field(init=False)
    folder: str = field(init=False)
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    stars: list[Imported] = field(default_factory=list)
    uses: Uses = field(default_factory=Uses)
    main: Uses = field(default_factory=Uses)

    def __post_init__(self) -> None:
        self.file, self.folder = str(self.path), str(self.path.parent)


def read_module(path: Path, block: st.Block) -> Code:
    code = Code(path, None)
    _read(code, block, code.uses)
    return code


def read_function(function: st.Function, parent: Code) -> Code:
    code = Code(parent.path, parent)
    _bind_parameters(code, function.parameters)
    _read(code, function.body, code.uses)
    return code


def read_class(class_: st.Class, parent: Code) -> Code:
    """The body of a class. Its names are found by those who look into the class, not by its methods."""
    code = Code(parent.path, parent, is_class=True)
    _read(code, class_.body, code.uses)
    return code


def _bind_parameters(code: Code, parameters: Iterable[st.Parameter]) -> None:
    for parameter in parameters:
        code.bindings.setdefault(parameter.name, [])


def _read(code: Code, block: st.Block, uses: Uses) -> None:
    for statement in block:
        match statement:
            case st.Import(module=module, name=name, has_alias=has_alias):
                uses.imports.append(Imported(module, 0, None))
                bound = module if has_alias else name
                code.bindings.setdefault(name, []).append(Imported(bound, 0, None))
            case st.ImportFrom(module=module, level=level, names=names):
                for name, alias in names:
                    imported = Imported(module, level, name)
                    uses.imports.append(imported)
                    if name == "*":
                        code.stars.append(imported)
                    else:
                        code.bindings.setdefault(alias, []).append(imported)
            case st.Function(name=name) | st.Class(name=name):
                uses.definitions.append(statement)
                code.bindings.setdefault(name, []).append(statement)
            case st.Assign(targets=targets, value=value):
                _bind(code, targets, value)
                is_named = all(isinstance(target, (ex.Name, ex.Sequence)) for target in targets)
                _use(code, uses, value, None if is_named else uses.stored)
            case st.AugmentedAssign(value=value):
                _use(code, uses, value, uses.stored)
            case st.Return(value=value) if value is not None:
                _use(code, uses, value, uses.returned)
            case st.Evaluate(value=value) | st.Assert(test=value):
                _use(code, uses, value, None)
            case st.Raise(value=value) if value is not None:
                _use(code, uses, value, None)
            case st.If(test=test, body=body, otherwise=otherwise):
                _use(code, uses, test, None)
                is_main = _asks_for_main(test)
                _read(code, body, code.main if is_main else uses if is_main is None else Uses())
                _read(code, otherwise, code.main if is_main is False else uses if is_main is None else Uses())
            case st.While(test=test, body=body, otherwise=otherwise):
                _use(code, uses, test, None)
                _read(code, (*body, *otherwise), uses)
            case st.For(target=target, iterable=iterable, body=body, otherwise=otherwise):
                _bind(code, (target,), iterable)
                _use(code, uses, iterable, None)
                _read(code, (*body, *otherwise), uses)
            case st.With(items=items, body=body):
                for item in items:
                    _bind(code, () if item.target is None else (item.target,), item.context)
                    _use(code, uses, item.context, None)
                _read(code, body, uses)
            case st.Try(body=body, handlers=handlers, otherwise=otherwise, final=final):
                _read(code, (*body, *otherwise, *final), uses)
                for handler in handlers:
                    # What is shown when something fails is not what the script is there to show.
                    failing = Uses(imports=uses.imports, definitions=uses.definitions)
                    _read(code, handler.body, failing)
            case st.Match(subject=subject, cases=cases):
                _use(code, uses, subject, None)
                for case in cases:
                    for name in case.captures:
                        code.bindings.setdefault(name, []).append(Assigned(subject))
                    _read(code, case.body, uses)
            case _:
                pass


def _asks_for_main(test: ex.Expression) -> bool | None:
    """Whether a test holds in the script that was started, and only there; None when it asks something else."""
    match test:
        case ex.Comparison(left=left, rights=((("==" | "!=") as operator, right),)):
            sides = (left, right)
            if any(isinstance(side, ex.Name) and side.identifier == "__name__" for side in sides) and any(
                isinstance(side, ex.Constant) and side.value == "__main__" for side in sides
            ):
                return operator == "=="
        case ex.Boolean(operator="and", operands=operands) if any(map(_asks_for_main, operands)):
            return True
    return None


def _bind(code: Code, targets: Iterable[ex.Expression], value: ex.Expression) -> None:
    for target in targets:
        match target:
            case ex.Name(identifier=identifier):
                code.bindings.setdefault(identifier, []).append(Assigned(value))
            case ex.Sequence(items=items):
                _bind(code, items, value)
            case ex.Starred(value=inner):
                _bind(code, (inner,), value)


def _use(code: Code, uses: Uses, expression: ex.Expression, into: list[ex.Expression] | None) -> None:
    """`into` takes what the expression gives away; None: its value goes to a name, or nowhere."""
    match expression:
        case ex.Constant():
            pass
        case ex.Name():
            if into is not None:
                into.append(expression)
        case ex.Attribute(base=base):
            if into is not None:
                into.append(expression)
            if not isinstance(base, ex.Name):
                _use(code, uses, base, None)
        case ex.Call(function=function, arguments=arguments):
            uses.calls.append(expression)
            _use(code, uses, function, None)
            only_looks = isinstance(function, ex.Name) and function.identifier in _LOOKING
            given: list[ex.Expression] = []
            for argument in arguments:
                _use(code, uses, argument.value, None if only_looks else given)
            if given:
                uses.given.append((function, given))
        case ex.Lambda(parameters=parameters, body=body):
            _bind_parameters(code, parameters)
            _use(code, uses, body, into)
        case ex.Comprehension(key=key, element=element, clauses=clauses):
            for clause in clauses:
                _bind(code, (clause.target,), clause.iterable)
                for part in (clause.iterable, *clause.conditions):
                    _use(code, uses, part, None)
            for each in (key, element):
                if each is not None:
                    _use(code, uses, each, into)
        case ex.Walrus(name=name, value=value):
            code.bindings.setdefault(name, []).append(Assigned(value))
            _use(code, uses, value, into)
        case _:
            for part in parts_of(expression):
                _use(code, uses, part, into)


def parts_of(expression: ex.Expression) -> Iterator[ex.Expression]:
    """The expressions directly inside one that holds, chooses from or combines others."""
    match expression:
        case (
            ex.Sequence(items=parts) | ex.JoinedText(parts=parts) | ex.Boolean(operands=parts) | ex.Opaque(parts=parts)
        ):
            yield from parts
        case ex.Mapping(entries=entries):
            for key, value in entries:
                if key is not None:
                    yield key
                yield value
        case ex.Conditional(test=test, body=body, otherwise=otherwise):
            yield from (test, body, otherwise)
        case ex.Subscript(base=base, index=index):
            yield from (base, index)
        case ex.Starred(value=value) | ex.Formatted(value=value) | ex.Unary(operand=value):
            yield value
        case ex.Binary(left=left, right=right):
            yield from (left, right)
        case ex.Comparison(left=left, rights=rights):
            yield left
            yield from (right for _, right in rights)
