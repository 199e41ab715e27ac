"""Which objects the server has once for all sessions: what imported modules made, and what resource caches give.

A script's own objects are made anew in every run. An imported module runs once, so its lists, its class attributes and
the defaults of its functions live as long as the server, and so does what a resource cache returns.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeGuard

from keylint.run.execution.domains import content_of, origins_of
from keylint.run.execution.noting import record_shared
from keylint.run.execution.sharing import Part
from keylint.run.trace import Shared, SharedRead
from keylint.run.values import (
    NONE,
    ClassValue,
    External,
    FunctionValue,
    Items,
    Known,
    ModuleValue,
    Opaque,
    Reference,
    StreamlitValue,
    Table,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.findings import Span
    from keylint.run.execution.machine import Machine
    from keylint.run.execution.scopes import Scope
    from keylint.run.opaque_reasons import OpaqueReason

# What one thread puts in, only that thread finds: every run is a thread of its own.
_PER_THREAD = ("threading.local", "contextvars.")
# Base classes that leave class attributes as Python has them; others may copy them for each object.
_PLAIN_BASES = ("builtins.object", "abc.", "typing.", "builtins.Exception")
# How far into collections what they hold is looked for.
_DEEPEST = 3
# Values that stand for what is inside another one. Others can be equal, and still not the same object.
_FOUND: frozenset[OpaqueReason] = frozenset({"an item", "an attribute", "an element"})
_NOT_DATA = (FunctionValue, ClassValue, ModuleValue, External, StreamlitValue)


def shared_name(machine: Machine, scope: int, name: str) -> Shared | None:
    """A name of an imported module, or of a class in it, as something shared; None for a name of another scope."""
    owner = machine.program.sharing.scopes.get(scope)
    if owner is None:
        return None
    module = machine.program.project.display[machine.program.scopes[scope].module]
    written = f"{owner}.{name}" if owner else name
    return Shared(written, "class" if owner else "module", module, machine.program.sharing.defined.get((scope, name)))


def own_module(machine: Machine, scope: Scope) -> None:
    """What the names of an imported module hold after its body has run is shared."""
    machine.program.sharing.scopes[scope.number] = ""
    for name, value in machine.store.names_of(scope.number):
        if (scope.number, name) not in machine.program.sharing.defined:
            continue  # imported: it is the other module's
        if isinstance(value, Reference):
            if value.class_ is None or not _is_per_thread(value.class_):
                machine.program.sharing.own(value, shared_name(machine, scope.number, name))
                _own_contents(machine, value)
        elif isinstance(value, Opaque) and value.reason == "a call":
            _own_result(machine, scope, name, value)


def _own_contents(machine: Machine, value: Reference) -> None:
    """What is in a shared list or dict is shared, also where a copy of the outer one holds it."""
    level, seen = [value], {value.identity}
    for _ in range(_DEEPEST):
        found: list[Reference] = []
        for holder in level:
            for index, inner in _entries(content_of(machine, holder)):
                if isinstance(inner, Reference) and inner.identity not in seen:
                    seen.add(inner.identity)
                    inherit(machine, holder, index, inner)
                    found.append(inner)
        level = found


def _entries(content: Value) -> tuple[tuple[Value, Value], ...]:
    if isinstance(content, Items):
        return tuple((Known(position), element) for position, element in enumerate(content.elements))
    return content.entries if isinstance(content, Table) else ()


def _own_result(machine: Machine, scope: Scope, name: str, value: Opaque) -> None:
    """What a call outside the app gave a module. Equal calls give equal values, but not the same object."""
    maker = machine.program.sharing.made_by.get(value.identity, "")
    if not maker.startswith(_PER_THREAD):
        own = replace(value, identity=machine.program.identity("of a module", scope.module, name))
        machine.program.sharing.made_by[own.identity] = maker
        machine.store.set((scope.number, name), own)
        machine.program.sharing.own(own, shared_name(machine, scope.number, name))


def own_class(machine: Machine, class_: ClassValue) -> None:
    """Lists and dicts in the body of a class of an imported module are shared by all of its objects."""
    if not machine.initialising or not all(_is_plain(base) for base in class_.bases):
        return
    machine.program.sharing.scopes[class_.scope] = class_.definition.name
    for name, value in machine.store.names_of(class_.scope):
        if isinstance(value, Reference):
            machine.program.sharing.own(value, shared_name(machine, class_.scope, name))


def own_defaults(machine: Machine, function: FunctionValue, name: str) -> None:
    """The default of a parameter is made once, when the function is."""
    if machine.initialising:
        place = machine.location(function.span)
        for parameter, value in function.defaults:
            if isinstance(value, Reference):
                machine.program.sharing.own(value, Shared(f"{name}({parameter}=…)", "default", place.path, place))


def inherit(machine: Machine, base: Value, index: Value, inner: Value) -> None:
    """What is found in a shared object, or put into it, is a part of it."""
    part = machine.program.sharing.part_of(base)
    if part is None or not _is_object(inner) or inner.identity in machine.program.sharing.parts:
        return
    beginning = _inside(machine, part.beginning, index) if isinstance(inner, Opaque) else inner
    key_origins = part.key_origins | origins_of(machine, index)
    machine.program.sharing.parts[inner.identity] = Part(part.shared, key_origins, beginning)


def note_maker(machine: Machine, value: Value, name: str) -> None:
    """Notes which outside function made a value that may become a shared one."""
    if machine.initialising and isinstance(value, Opaque):
        machine.program.sharing.made_by[value.identity] = name


def note_read(machine: Machine, value: Value, span: Span) -> None:
    part = machine.program.sharing.part_of(value)
    if part is not None and not machine.initialising:
        _note(machine, part.shared, span)


def note_name(machine: Machine, scope: int, name: str, value: Value, span: Span) -> None:
    """Notes that a name of an imported module, or of a class in it, was looked at."""
    if scope not in machine.program.sharing.scopes or machine.initialising or isinstance(value, _NOT_DATA):
        return
    shared = shared_name(machine, scope, name)
    if shared is not None and machine.program.sharing.part_of(value) is None:
        _note(machine, shared, span)


def _note(machine: Machine, shared: Shared, span: Span) -> None:
    read = SharedRead(machine.location(span), machine.context.function, machine.mode.is_testing)
    record_shared(machine, shared, read, is_read=True)


def forget_read(machine: Machine, value: Value, span: Span) -> None:
    """A shared object that is only given another name, or handed on, has not been looked at."""
    part = machine.program.sharing.part_of(value)
    if part is not None and not machine.initialising:
        read = SharedRead(machine.location(span), machine.context.function, machine.mode.is_testing)
        record_shared(machine, part.shared, read, is_read=False)


def copy_of(machine: Machine, value: Value, span: Span, *, is_deep: bool) -> Value:
    """A new object like a shared one. Any other value stands for its copies."""
    return _copy(machine, value, span, {} if is_deep else None)


def _copy(machine: Machine, value: Value, span: Span, made: dict[Hashable, Reference] | None) -> Value:
    """`made` are the copies in a deep copy so far: two lists that hold the same one do so in the copy, too."""
    if isinstance(value, Opaque) and machine.program.sharing.part_of(value) is not None:
        return machine.opaque("a copy", value.identity, span, origins=value.origins)
    if not isinstance(value, Reference):
        return value
    if machine.program.sharing.part_of(value) is None and made is None:
        return value
    if made is not None and value.identity in made:
        return made[value.identity]
    identity = machine.program.identity("a copy", value.identity, *machine.birthplace(span))
    copy = replace(value, identity=identity)
    if made is not None:
        made[value.identity] = copy
    if value.class_ is not None:
        for cell, held in machine.store.attributes_of(value.identity):
            machine.store.set(("instance", identity, *cell[2:]), held)
    else:
        machine.store.set(("content", identity), _copied(machine, content_of(machine, value), span, made))
    return copy


def _copied(machine: Machine, content: Value, span: Span, made: dict[Hashable, Reference] | None) -> Value:
    if made is None:
        return content
    if isinstance(content, Items):
        return replace(content, elements=tuple(_copy(machine, element, span, made) for element in content.elements))
    if isinstance(content, Table):
        return replace(content, entries=tuple((key, _copy(machine, item, span, made)) for key, item in content.entries))
    return content


def _inside(machine: Machine, beginning: Value | None, index: Value) -> Value | None:
    """What an object held under an index, or as an attribute, when it was made."""
    if beginning is None:
        return None
    content = content_of(machine, beginning)
    if isinstance(content, Table):
        return next((value for key, value in content.entries if key == index), None)
    if isinstance(content, Items) and isinstance(index, Known) and isinstance(index.value, int):
        position = index.value
        return content.elements[position] if -len(content.elements) <= position < len(content.elements) else None
    if isinstance(beginning, Reference) and isinstance(index, Known):
        return machine.store.get(("instance", beginning.identity, index.value))
    return None


def _is_object(value: Value) -> TypeGuard[Reference | Opaque]:
    return isinstance(value, Reference) or (isinstance(value, Opaque) and value.reason in _FOUND)


def _is_plain(base: Value) -> bool:
    if isinstance(base, ClassValue):
        return all(_is_plain(inner) for inner in base.bases)
    return (isinstance(base, External) and base.name.startswith(_PLAIN_BASES)) or base == NONE


def _is_per_thread(class_: ClassValue) -> bool:
    return any(
        _is_per_thread(base) if isinstance(base, ClassValue) else _is_external(base, _PER_THREAD)
        for base in class_.bases
    )


def _is_external(value: Value, names: tuple[str, ...]) -> bool:
    return isinstance(value, External) and value.name.startswith(names)
