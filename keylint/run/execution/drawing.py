"""Whether code that is handed away would draw widgets or use session state, by what is written in it.

Only asked of code that cannot be followed, to tell what is worth a word from what is not.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from keylint.facts import expressions as ex
from keylint.run.execution.classes import find_member, lineage
from keylint.run.execution.domains import content_of
from keylint.run.execution.sealing import knows_streamlit
from keylint.run.values import (
    MANAGER,
    BoundBuiltin,
    Choice,
    ClassValue,
    Container,
    External,
    FunctionValue,
    Items,
    ModuleValue,
    Partial,
    Reference,
    StateValue,
    StreamlitValue,
    Value,
)
from keylint.streamlit import names
from keylint.streamlit.commands import command_at
from keylint.streamlit.data import WIDGET_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from keylint.findings import Span
    from keylint.run.execution.machine import Machine

# Base classes whose methods call nothing of the class.
_PLAIN_BASES = frozenset(
    {
        "abc.ABC",
        "builtins.Exception",
        "builtins.dict",
        "builtins.list",
        "builtins.object",
        "enum.Enum",
        "enum.StrEnum",
        "pydantic.BaseModel",
        "typing.Generic",
        "typing.NamedTuple",
        "typing.Protocol",
        "typing.TypedDict",
    }
)
# More things than that are data.
_MOST_ELEMENTS = 100
_PARTS_OF_A_PAGE = names.CONTAINERS | names.CONTAINER_LISTS | names.CONTAINER_OBJECTS


def is_part_of_page(value: Value) -> bool:
    """Whether a value is Streamlit itself, session state or a container: whoever has it can draw or write."""
    match value:
        case StreamlitValue(name=name):
            return name in ("", names.SESSION_STATE) or name in names.CONTAINER_OBJECTS
        case Container(command=command):
            return command in _PARTS_OF_A_PAGE
        case Choice(alternatives=alternatives):
            return any(is_part_of_page(inner) for _, inner in alternatives)
        case Items(elements=elements):
            return any(is_part_of_page(element) for element in elements)
    return False


def draws(machine: Machine, value: Value) -> bool:
    """Whether calling a value, or one of its methods, would draw a widget or use session state."""
    match value:
        case StreamlitValue(name=name):
            return _is_widget(machine, name)
        case Choice(alternatives=alternatives):
            return any(draws(machine, inner) for _, inner in alternatives)
        case Items(elements=elements):
            return any(draws(machine, element) for element in elements)
        case Partial(function=function, positional=(inner, *_)) if function == MANAGER:
            return draws(machine, inner)
        case Partial(function=inner) | BoundBuiltin(base=StateValue(seed=Reference() as inner)):
            return draws(machine, inner)
        case StateValue(seed=Reference() | FunctionValue() | ClassValue() as seed):
            return draws(machine, seed)
        case Reference(class_=ClassValue() as class_):
            return draws(machine, class_)
        case ModuleValue(path=path):
            return knows_streamlit(machine, path)
        case FunctionValue() | ClassValue():
            return _code_mentions(machine, value, state=True)
    return False


def draws_widget(machine: Machine, code: FunctionValue | ClassValue) -> bool:
    """Whether the code of a function or class, or of what it names, mentions a widget; session state does not count."""
    return _code_mentions(machine, code, state=False)


def inherits_drawing(machine: Machine, value: Value) -> bool:
    """Whether a method that a class, or an object's class, does not show may come from elsewhere and draw widgets.

    Where all base classes are seen, and there is no `__getattr__`, there is no such method: who calls it has another
    object.
    """
    class_ = value.class_ if isinstance(value, Reference) else value
    if not isinstance(class_, ClassValue) or not draws_widget(machine, class_):
        return False
    if find_member(machine, class_, "__getattr__") is not None:
        return True
    bases = [base for ancestor in lineage(class_) for base in ancestor.bases if not isinstance(base, ClassValue)]
    return any(not (isinstance(base, External) and base.name in _PLAIN_BASES) for base in bases)


def is_drawing_method(machine: Machine, name: str) -> bool:
    """Whether a class of the app has a method of that name that draws widgets."""
    methods = (machine.store.get((class_.scope, name)) for class_ in machine.program.classes)
    return any(isinstance(method, FunctionValue) and draws_widget(machine, method) for method in methods)


def draws_when_handed_on(machine: Machine, value: Value) -> bool:
    """Whether something unknown that is given this value can draw by it: with functions, objects, and lists of them.

    Of objects only those that draw widgets count: any object may be given away for what it holds.
    """
    if isinstance(value, Reference) and value.class_ is not None:
        return draws_widget(machine, value.class_)
    content = content_of(machine, value)
    if isinstance(value, Reference) and isinstance(content, Items):
        return any(draws(machine, element) for element in content.elements[:_MOST_ELEMENTS])
    return draws(machine, value)


def _code_mentions(machine: Machine, code: FunctionValue | ClassValue, *, state: bool) -> bool:
    """Whether the code of a function or class, or of what it names, mentions a widget, or session state if asked."""
    if machine.initialising:
        return False  # not every name is bound yet, and nothing that an import does is recorded
    known = machine.program.drawing_code
    place = (code.module, code.span, state)
    if place not in known:
        seen: set[tuple[Path, Span, bool]] = set()
        known[place] = _reaches(machine, code, seen, state=state)
        if not known[place]:
            known.update(dict.fromkeys(seen, False))
    return known[place]


def _reaches(
    machine: Machine, code: FunctionValue | ClassValue, seen: set[tuple[Path, Span, bool]], *, state: bool
) -> bool:
    if (code.module, code.span, state) in seen or not knows_streamlit(machine, code.module):
        return False
    seen.add((code.module, code.span, state))
    for part in _parts(code.definition):
        if isinstance(part, ex.Attribute) and (
            _is_widget(machine, part.attribute) or (state and part.attribute == names.SESSION_STATE)
        ):
            return True
        if isinstance(part, ex.Name):
            named = _named(machine, code.scope, part.identifier)
            if isinstance(named, (FunctionValue, ClassValue)) and _reaches(machine, named, seen, state=state):
                return True
    return False


def _is_widget(machine: Machine, name: str) -> bool:
    command = command_at(name.rpartition(".")[2], machine.program.version)
    return command is not None and command.kind in WIDGET_KINDS and command.kind not in ("selection", "component")


def _named(machine: Machine, scope: int | None, name: str) -> Value | None:
    while scope is not None:
        value = machine.store.get((scope, name))
        if value is not None:
            return value
        scope = machine.program.scopes[scope].parent
    return None


def _parts(node: object) -> Iterator[object]:
    """Every piece of a definition, in no order."""
    pending: list[object] = [node]
    while pending:
        part = pending.pop()
        if isinstance(part, tuple):
            pending += part
        elif is_dataclass(part):
            yield part
            pending += [getattr(part, field.name) for field in fields(part) if field.name != "span"]
